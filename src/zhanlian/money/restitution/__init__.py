"""The return of frozen money to victims: a schedule for people to decide on."""
