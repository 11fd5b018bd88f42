"""Mails and saved pages; all are synthetic."""

from email.message import EmailMessage

from zhanlian.readers import Limits, read_evidence

PAGE = "<html><head><title>通报</title></head><body><p>抓获48人</p></body></html>"


def make_mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "张某某 <zhang@example.org>"
    mail["To"] = "li@example.org"
    mail["Subject"] = "关于抓获48名嫌疑人的通报"
    mail["Date"] = "Tue, 05 Mar 2024 10:00:00 +0800"
    mail.set_content("某地抓获48人。\n", charset="utf-8")
    return mail


def test_a_mail_gives_its_body_and_header() -> None:
    result = read_evidence(bytes(make_mail()), "a.eml")
    assert (result.media_type, result.rejects, result.members) == ("message/rfc822", (), ())
    (document,) = result.documents
    assert document.text == "某地抓获48人。\n"
    assert document.hints.title == "关于抓获48名嫌疑人的通报"
    assert document.hints.author == "张某某 <zhang@example.org>"
    assert document.hints.published == "Tue, 05 Mar 2024 10:00:00 +0800"


def test_plain_text_is_preferred_and_its_twin_is_no_member() -> None:
    mail = make_mail()
    mail.add_alternative(PAGE, subtype="html")
    result = read_evidence(bytes(mail), "a.eml")
    assert [one.text for one in result.documents] == ["某地抓获48人。\n"]
    assert result.members == ()


def test_a_mail_of_html_only_is_read_as_a_page() -> None:
    mail = make_mail()
    mail.set_content(PAGE, subtype="html")
    assert [one.text for one in read_evidence(bytes(mail), "a.eml").documents] == ["抓获48人"]


def test_attachments_are_members_with_their_bytes() -> None:
    mail = make_mail()
    mail.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", filename="照片.png")
    mail.add_attachment("附件正文", filename="附件.txt")
    inner = make_mail()
    mail.add_attachment(inner)
    result = read_evidence(bytes(mail), "a.eml")
    assert [member.path for member in result.members] == ["照片.png", "附件.txt", "part-3.eml"]
    assert result.members[0].data == b"\x89PNG\r\n\x1a\n"
    assert read_evidence(result.members[1].data, "附件.txt").documents[0].text.strip() == "附件正文"
    assert read_evidence(result.members[2].data, "part-3.eml").media_type == "message/rfc822"


def test_attachments_beyond_the_depth_are_a_reject() -> None:
    mail = make_mail()
    mail.add_attachment(b"x", "application", "pdf", filename="a.pdf")
    result = read_evidence(bytes(mail), "a.eml", Limits(max_depth=0))
    assert len(result.documents) == 1
    assert result.members == ()
    assert [one.reason.key for one in result.rejects] == ["reject.too-deep"]


def test_a_body_in_gbk_with_a_false_charset_is_read() -> None:
    head = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    kind = b"Content-Type: text/plain; charset=big5\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    result = read_evidence(head + kind + "抓获犯罪嫌疑人48名".encode("gb18030"), "a.eml")
    assert [one.text for one in result.documents] == ["抓获犯罪嫌疑人48名"]


def test_raw_eight_bit_subjects_are_told_from_their_bytes() -> None:
    data = b"From: a@example.org\r\nMessage-ID: <1>\r\nSubject: " + "案件通报".encode("gb18030")
    (document,) = read_evidence(data + b"\r\n\r\n48", "a.eml").documents
    assert document.hints.title == "案件通报"


def test_a_notice_that_begins_with_a_date_line_is_no_mail() -> None:
    data = b"Date: 5 March 2024\n\n48 people were held."
    assert read_evidence(data, "a.txt").media_type == "text/plain"


def make_mhtml(page: bytes, header: bytes = b"") -> bytes:
    return (
        b"From: <Saved by Blink>\r\n" + header + b"Snapshot-Content-Location: https://example.org/a"
        b"\r\nSubject: =?utf-8?Q?x?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b'\ttype="text/html";\r\n\tboundary="--b"\r\n\r\n\r\n----b\r\n'
        b"Content-Type: text/css\r\n\r\np {}\r\n----b\r\n"
        b"Content-Type: text/html\r\nContent-ID: <f>\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + page + b"\r\n----b--\r\n"
    )


def test_a_saved_page_gives_its_article_and_address() -> None:
    result = read_evidence(make_mhtml(PAGE.encode()), "a.mhtml")
    assert (result.media_type, result.rejects, result.members) == ("multipart/related", (), ())
    (document,) = result.documents
    assert (document.text, document.hints.title) == ("抓获48人", "通报")
    assert document.hints.url == "https://example.org/a"


def test_a_saved_page_in_gbk_is_read() -> None:
    result = read_evidence(make_mhtml(PAGE.encode("gb18030")), "a.mht")
    assert [(one.text, one.encoding) for one in result.documents] == [("抓获48人", "gb18030")]


def test_a_mail_with_inline_pictures_is_a_mail_and_no_saved_page() -> None:
    data = make_mhtml(PAGE.encode(), b"To: b@example.org\r\n")
    assert read_evidence(data, "a.eml").media_type == "message/rfc822"
