"""Access: who may do what to which object, and what is masked."""
