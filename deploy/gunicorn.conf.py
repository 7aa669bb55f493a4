"""How gunicorn serves the site: one machine, one port, reached from outside through a proxy (nginx.conf beside it)."""

import os
from pathlib import Path

bind = f"127.0.0.1:{os.environ.get('ROADSHOW_PORT', '8000')}"
worker_class = "deploy.timed.TimedWorker"
workers = 2
threads = 8
preload_app = True  # read once for both workers; create_app opens no connection that they would share

timeout = 60
graceful_timeout = 5
keepalive = 5
limit_request_line = 8190
limit_request_fields = 100
limit_request_field_size = 8190

loglevel = "warning"
accesslog = None
control_socket_disable = True
forwarded_allow_ips = (
    ""  # ROADSHOW_BASE_URL alone says how we are reached, never a header that anyone can send
)
memory = Path("/dev/shm")  # noqa: S108  the workers' heartbeats must not wait for a disk
worker_tmp_dir = str(memory) if memory.is_dir() else None
