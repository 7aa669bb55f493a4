"""Letters about the account itself, none of which can be done without: who gets one has asked for it or owns it."""

from collections.abc import Collection
from datetime import timedelta

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from roadshow.foundation import clock
from roadshow.foundation.days import lazy_full_moment
from roadshow.foundation.languages import spoken
from roadshow.notices.kinds import KINDS, Kind, Night, Place
from roadshow.notices.operations import Reader, queue
from roadshow.notices.queries import was_queued

from .models import Person
from .permissions import ROLE_WORDS, Role

_LINK = Place(_("一次性链接"), "https://example.cn/…", needed=True)
_SIGN_IN = Place(_("登录页的地址"), "https://example.cn/sign-in")
_FORGOT = Place(_("重设密码页的地址"), "https://example.cn/forgot")
KINDS["account.sign_up"] = Kind(
    _("完成注册"),
    subject=_("请完成注册"),
    body=_(
        "您好：有人用这个邮箱注册路演中心的账号。是您本人的话，请在24小时内打开下面的链接，设一个密码，账号就建好了：\n"
        "{link}\n"
        "不是您本人，不必理会，账号不会建立。"
    ),
    places={"link": _LINK},
    needed=True,
    secret=True,
    button=_("完成注册"),
    night=Night.SEND,
)
KINDS["account.known"] = Kind(
    _("已有账号"),
    subject=_("您已经有账号"),
    body=_(
        "{name}，您好：有人用这个邮箱注册路演中心的账号，而它已经有账号了。请直接登录：\n"
        "{sign_in}\n"
        "忘了密码，可以重设：\n"
        "{forgot}\n"
        "不是您本人，不必理会，账号没有变化。"
    ),
    places={"sign_in": _SIGN_IN, "forgot": _FORGOT},
    needed=True,
    button=_("登录"),
    night=Night.SEND,
)
KINDS["account.reset"] = Kind(
    _("重设密码"),
    subject=_("重设密码"),
    body=_(
        "{name}，您好：请在1小时内打开下面的链接，设一个新密码：\n"
        "{link}\n"
        "更早的重设链接已经失效。不是您本人要的，不必理会，密码没有变化。"
    ),
    places={"link": _LINK},
    needed=True,
    secret=True,
    button=_("重设密码"),
    night=Night.SEND,
)
KINDS["account.password_changed"] = Kind(
    _("密码已修改"),
    subject=_("您的密码已修改"),
    body=_(
        "{name}，您好：您的密码在{moment}（北京时间）改过了，别处的登录已全部退出。不是您本人改的，请马上告诉路演中心。"
    ),
    places={"moment": Place(_("修改的时间"), _("修改的时间"))},
    needed=True,
    night=Night.SEND,
)
KINDS["account.guessed"] = Kind(
    _("有人在猜密码"),
    subject=_("有人多次用错误的密码登录您的账号"),
    body=_(
        "{name}，您好：到{moment}（北京时间）为止的一天里，有人多次用错误的密码登录您的账号，都没有成功，密码没有变化。"
        "系统已经限制这样的尝试。您的密码如果简单，或者在别处也用过，请登录后换一个。"
    ),
    places={"moment": Place(_("最近一次尝试的时间"), _("最近一次尝试的时间"))},
    needed=True,
    night=Night.SEND,
)
KINDS["account.invited"] = Kind(
    _("邀请设置账号"),
    subject=_("请设置您的账号"),
    body=_(
        "{name}，您好：{by}邀请您使用路演中心的系统，角色是{roles}。请在7天内打开下面的链接，设一个密码：\n{link}"
    ),
    places={
        "by": Place(_("邀请人的姓名"), _("示例邀请人")),
        "roles": Place(_("角色"), _("评委")),
        "link": _LINK,
    },
    needed=True,
    secret=True,
    button=_("设置账号"),
    night=Night.SEND,
)


def send_sign_up(email: str, link: str) -> None:
    """In the language that they are reading now: nobody else could have said it. Who they are is not known yet."""
    queue("account.sign_up", {Reader(None, email, email, spoken()): {"link": link}})


def send_known(person: Person, sign_in: str, forgot: str) -> None:
    """To whoever asks for an account and has one."""
    queue("account.known", {reader_of(person): {"sign_in": sign_in, "forgot": forgot}})


def send_reset(person: Person, link: str) -> None:
    queue("account.reset", {reader_of(person): {"link": link}})


def tell_password_changed(person: Person) -> None:
    queue("account.password_changed", {reader_of(person): {"moment": lazy_full_moment(clock.now())}})


def warn_of_guessing(person: Person) -> None:
    """Once a day at most."""
    if not was_queued("account.guessed", person.id, since=clock.now() - timedelta(days=1)):
        queue("account.guessed", {reader_of(person): {"moment": lazy_full_moment(clock.now())}})


def send_invitation(email: str, name: str, roles: Collection[Role], link: str, *, by: str) -> None:
    """``by`` is the name of who invites."""
    words = LazyString(lambda: str(_("、")).join(str(ROLE_WORDS[role]) for role in roles))
    queue("account.invited", {Reader(None, name, email): {"by": by, "roles": words, "link": link}})


def reader_of(person: Person) -> Reader:
    """This person as letters name it."""
    return Reader(person.id, person.name, person.email, person.reads)
