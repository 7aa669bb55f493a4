"""What may be handed in, and in which words a file is refused."""

from pathlib import PurePosixPath

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import text_faults
from roadshow.foundation.errors import Fault
from roadshow.foundation.text import one_line

from .flaws import Flaw
from .formats import Format
from .models import DocumentKind, Level

LARGEST = 100  # MB
MOST_DOCUMENTS, MOST_VERSIONS = 20, 50  # of one thing, of one document
LONGEST_NAME = 200
TAKEN = {
    DocumentKind.DECK: (Format.PDF, Format.PPTX, Format.DOCX),
    DocumentKind.EVIDENCE: tuple(Format),
    DocumentKind.LICENCE: (Format.PDF, Format.PNG, Format.JPEG),
}
UNFIT = {DocumentKind.DECK: Flaw.UNFIT, DocumentKind.LICENCE: Flaw.NO_LICENCE}
"""In whose words a kind refuses what it does not take."""

FLAW_WORDS = {
    Flaw.EMPTY: _("文件是空的（0字节），请重新选择"),
    Flaw.UNKNOWN: _("文件的内容不是PDF、PPTX、DOCX、XLSX、PNG或JPEG，改名不算；请用原来的软件另存后再上传"),
    Flaw.UNFIT: _("文件的内容不是PDF、PPTX或DOCX，改名不算；路演材料只收这三种，请用原来的软件另存后再上传"),
    Flaw.NO_LICENCE: _("文件的内容不是PDF、PNG或JPEG，改名不算；营业执照只收这三种，请扫描或拍照后再上传"),
    Flaw.TOO_LARGE: _("文件超过100 MB，请压缩图片后再上传"),
    Flaw.OLD_OFFICE: _("这是旧版Office文件，或加了打开密码；请去掉密码，另存为PPTX、DOCX、XLSX或PDF再上传"),
    Flaw.BROKEN: _("文件已损坏，打不开；请用原来的软件打开后另存，再上传"),
    Flaw.CUT_OFF: _("文件不完整，后面缺了一截；请重新导出或重新上传"),
    Flaw.ENCRYPTED: _("文件加了密码或限制，请去掉密码和所有限制后再上传"),
    Flaw.SCRIPTS: _("PDF里有脚本（JavaScript或动态表单）；请“打印为PDF”或重新导出后再上传"),
    Flaw.LAUNCHES: _("PDF里有启动程序、打开别的文件或网址，或向外提交内容的动作，请“打印为PDF”后再上传"),
    Flaw.EMBEDS: _("PDF里夹带了别的文件（附件、音频或视频），请去掉后再上传"),
    Flaw.TOO_MANY_PAGES: _("PDF超过200页，请删减后再上传"),
    Flaw.PAGE_TOO_LARGE: _("PDF的页面尺寸不对或太大，请按16:9或A4重新导出"),
    Flaw.MACROS: _("文件里有宏或控件，请另存为不带宏的格式再上传"),
    Flaw.OUTSIDE: _("文件打开时会从别处加载内容（链接的图片、模板、数据或域），请断开链接或改为嵌入后再上传"),
    Flaw.OBJECTS: _("文件里嵌入了别的程序的对象（OLE对象、附件）或启动程序的动作，请去掉或改成图片后再上传"),
    Flaw.BOMB: _("文件解压后太大，或压缩得不正常；请减小图片后另存再上传"),
    Flaw.ENTITIES: _("文件里有不该有的文档类型声明（DTD），请用Office或WPS重新另存后再上传"),
    Flaw.TOO_MANY_DOTS: _("图片超过5,000万像素，请缩小后再上传"),
    Flaw.TOO_HEAVY: _("检查这个文件花的时间或内存太多，没有完成；请“打印为PDF”，变小以后再上传"),
}


def document_faults(title: str, kind: DocumentKind, level: Level | None) -> list[Fault]:
    faults = text_faults("title", _("标题"), title, 100, empty=_("请填写标题"))
    if kind is DocumentKind.DECK and level is None:
        faults.append(Fault("level", _("请选择谁可以看")))
    return faults


def file_name(said: str, kind: Format) -> str:
    """A name as words, no path: cleaned, cut to its column, and ending as its content is."""
    bare = one_line(said.replace("\\", "/").rpartition("/")[2])
    ending = f".{kind}"
    stem = bare[: -len(ending)] if bare.lower().endswith(ending) else PurePosixPath(bare).stem
    return f"{stem.strip(' .')[: LONGEST_NAME - len(ending)] or kind.upper()}{ending}"
