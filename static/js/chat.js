// Inside these programs neither a subscription nor a calendar file opens: what to do instead comes first. It runs before
// the page is shown, so that nothing moves.
if (/MicroMessenger|Lark|DingTalk/.test(navigator.userAgent)) document.documentElement.dataset.inside = "chat";
