"""Every refusal as a page in the design: what happened, what to do, and a number to ask about."""

import errno
from http import HTTPStatus

from flask import Flask, Response, current_app, g, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from roadshow.accounts.coming_in import OWN_ROLES
from roadshow.accounts.permissions import ROLE_WORDS, Role
from roadshow.audit.operations import record
from roadshow.foundation.errors import Gone, Missing, Refused

from . import bodies, drafts, language
from .guards import DOOR, OPEN, permission_of
from .menus import HOMES, home_endpoint

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
Said = tuple[str, int, dict[str, str]]
SAID = {
    400: (_("这个请求不完整"), _("浏览器发来的内容缺了一部分。请返回上一页重试。")),
    403: (_("您没有这一页的权限"), _("这一页属于别的角色。需要的话，请管理员调整您的角色。")),
    404: (_("没有找到这一页"), _("可能已撤回，或不在您的权限内。")),
    405: (_("这个地址不能这样使用"), _("请从页面上的按钮进入。")),
    409: (_("现在不能这样做"), _("情况刚刚变了。请刷新后再看。")),
    410: (_("这个链接已失效"), _("一次性链接只能使用一次，七天内有效。请向发给您的人再要一个。")),
    413: (_("内容太大"), _("一张表单的文字最多1 MB，单个文件最大%(most)d MB。请减小后重试。")),
    429: (_("操作太频繁"), _("请稍等片刻再试。")),
    500: (_("这里出了故障"), _("已记下这次故障，没有保存任何不完整的内容。请稍后重试。")),
    503: (_("服务暂时不可用"), _("稍后会恢复，您没有丢失任何内容。请过一会儿再试。")),
}


_PERSONAL = (
    _("邀请已取消、已转给同事，或者换了新的链接。请用最近一封信里的链接，或联系邀请您的人。"),
    "public.list_roadshows",
    _("看路演场次"),
)
# of a link that is good no more, by its page: what to say, and where another comes from
GONE = {
    "public.finish_sign_up": (
        _("注册链接只能用一次，24小时内有效。已经完成注册的，直接登录；没有的，再注册一次。"),
        "public.sign_up",
        _("再注册一次"),
    ),
    "public.reset_password": (
        _("重设密码的链接只能用一次，过了时间就失效，有了新的链接旧的也会失效。"),
        "public.forgot_password",
        _("重新发送"),
    ),
    "public.join_company": (
        _("加入企业的链接只能用一次，7天内有效。已经加入的，直接登录；没有的，请企业的负责人再邀请一次。"),
        "public.sign_in",
        _("去登录"),
    ),
    "public.join_institution": (
        _("加入机构的链接只能用一次，7天内有效。已经加入的，直接登录；没有的，请同事再邀请一次。"),
        "public.sign_in",
        _("去登录"),
    ),
    "public.confirm_coming": (
        _("报名的确认链接只能用一次，24小时内有效。已经确认的，用信里的专用链接；没有的，再报一次名。"),
        "public.list_roadshows",
        _("看路演场次"),
    ),
    "public.show_invitation": _PERSONAL,
    "public.answer_invitation": _PERSONAL,
    "public.send_colleague": _PERSONAL,
    "public.show_ticket": _PERSONAL,
    "public.print_ticket_of": _PERSONAL,
    "public.look_back": _PERSONAL,
}


def gone(_error: Gone) -> tuple[str, int]:
    return show(410, *GONE.get(request.endpoint or "", ()))


def show(
    code: int, words: object = None, endpoint: str | None = None, way_on: object = None
) -> tuple[str, int]:
    """The page for ``code``; other words than the usual ones, and another way on, when the refusal has its own.

    It asks nothing of the database, which may be what failed.
    """
    g.reader_unknown = True
    title, usual = SAID.get(code) or SAID[code // 100 * 100]
    desk = _desk()
    page = render_template(
        "errors/show.html",
        code=code,
        title=title,
        words=words or usual,
        request_id=g.get("request_id", ""),
        way_on_url=url_for(endpoint or desk or "public.home"),
        way_on=way_on or (_("回到工作台") if desk else _("回到首页")),
    )
    return page, code


def _desk() -> str | None:
    """The home page of the reader's desk; for a reader who was not looked up, of the desk in the address."""
    reader = g.get("_login_user")  # as Flask-Login keeps it once a page has asked who reads
    if reader is not None and reader.is_authenticated and not language.is_public():
        return home_endpoint(reader.permissions)
    return HOMES.get(request.path.split("/")[1])


def http_error(error: HTTPException) -> Said | Response | HTTPException:
    code = HTTPStatus.INTERNAL_SERVER_ERROR if error.code is None else error.code
    if error.response is not None or code < HTTPStatus.BAD_REQUEST:
        return error
    if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        bodies.read_on()
    if code == HTTPStatus.FORBIDDEN and not language.is_public() and current_user.is_authenticated:
        record("page.refused", current_user.actor, "page", None, request.path)
    if code == HTTPStatus.FORBIDDEN and (role := _role_to_take()):
        words = _("这一页属于“%(role)s”。您的账号可以同时有这个角色，一按就开通。", role=ROLE_WORDS[role])
        return *show(code, words, "public.list_desks", _("添加角色")), {}
    also = {name: value for name, value in error.get_headers() if name != "Content-Type"}  # what is allowed
    return *show(code, _too_large() if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else None), also


def _role_to_take() -> Role | None:
    """The role that opens this desk, when the reader may take it without being given it."""
    if language.is_public() or not current_user.is_authenticated or current_user.person.is_staff:
        return None
    return next((role for role in OWN_ROLES if role == request.blueprint), None)


def _too_large() -> object:
    _title, words = SAID[HTTPStatus.REQUEST_ENTITY_TOO_LARGE]
    return str(words) % {"most": bodies.largest_file(bodies.USUAL)}


def out_of_date(_error: CSRFError) -> tuple[str, int] | BaseResponse:
    """A form without its session: whoever signed out elsewhere meanwhile is led back to it through the door."""
    view = current_app.view_functions.get(request.endpoint or "")
    guarded = permission_of(view) not in (OPEN, DOOR, None)
    if guarded and drafts.page_asked() and not current_user.is_authenticated:
        return drafts.to_the_door()
    return show(400, _("表单放得太久，已经失效。请返回上一页，刷新后重新提交。"))


def unreachable(error: Exception) -> Said:
    current_app.logger.error(
        "No answer from the database on %s [%s]", request.path, request.method, exc_info=error
    )
    return *show(503), {"Retry-After": "10"}


def no_room(error: OSError) -> Said:
    """A disk or the temporary folder is full or may not be written; anything else is a fault of ours."""
    if error.errno not in NO_ROOM:
        raise error
    current_app.logger.error("No room on %s [%s]", request.path, request.method, exc_info=error)
    return *show(503), {"Retry-After": "10"}


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Missing, lambda _error: show(404))
    app.register_error_handler(Gone, gone)
    app.register_error_handler(Refused, lambda refusal: show(409, refusal.words))
    app.register_error_handler(CSRFError, out_of_date)
    app.register_error_handler(OSError, no_room)
