"""Files of several formats for flow tests: invented notices, marked synthetic."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Final

import docx

MARK: Final = "（合成示例，并非真实通报）"
BROKEN_PDF: Final = b"%PDF-1.7\nthis is not a document\n%%EOF"
_ZIP_TIME: Final = (2024, 1, 2, 3, 4, 6)


def notice(captured: int, day: int) -> str:
    """Return the text of an invented notice."""
    return (
        f"甲地公安机关通报联合行动情况{MARK}\n"
        f"2024年3月{day}日 来源：示例日报\n"
        f"2024年3月{day}日，甲地警方在乙国丙地区捣毁诈骗窝点{captured // 10}个，"
        f"抓获犯罪嫌疑人{captured}名，其中中国籍{captured - 5}名。\n"
        f"截至目前，累计移交犯罪嫌疑人{captured * 3}余名，涉案金额{captured}万余元。\n"
    )


def write_case(folder: Path, more: int = 0) -> Path:
    """Return the folder with a text, a page, a document, a mail, an archive and a broken file.

    Args:
        folder: made where it is missing.
        more: further plain notices.
    """
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(notice(120, 1), encoding="utf-8")
    (folder / "deep" / "gb.txt").write_bytes(notice(130, 2).encode("gb18030"))
    (folder / "page.html").write_text(_page(notice(140, 3)), encoding="utf-8")
    (folder / "letter.docx").write_bytes(_docx(notice(150, 4)))
    (folder / "mail.eml").write_bytes(_mail(notice(160, 5), notice(170, 6)))
    (folder / "box.zip").write_bytes(
        _zip({"in/b.txt": notice(180, 7).encode(), "in/inner.zip": _zip({"c.txt": b"120"})})
    )
    (folder / "broken.pdf").write_bytes(BROKEN_PDF)
    for number in range(more):
        name = folder / "deep" / f"more-{number:03}.txt"
        name.write_text(notice(200 + number, 1 + number % 28), encoding="utf-8")
    return folder


def _page(text: str) -> str:
    title, *lines = text.splitlines()
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><nav>首页 新闻 视频</nav><article><h1>{title}</h1>{body}</article></body></html>"
    )


def _docx(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _mail(text: str, attached: str) -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "示例通报", "a@example.org", "b@example.org"
    mail["Date"] = "Tue, 05 Mar 2024 08:00:00 +0800"
    mail.set_content(text)
    mail.add_attachment(attached.encode(), maintype="text", subtype="plain", filename="附件.txt")
    mail.set_boundary("synthetic-boundary")
    return mail.as_bytes()


def _zip(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), data)
    return held.getvalue()
