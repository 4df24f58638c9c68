"""Run the service: the server that answers, at one address."""

from __future__ import annotations

import gc
import logging
import socket
from typing import TYPE_CHECKING

import uvicorn

from records.errors import InvalidInput
from records.org.service.app import create_app
from records.org.service.intake import Intake
from records.org.service.observing import Notices, Observer
from records.org.service.protocol import Protocol
from records.org.service.state import Service

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp

    from records.org.config import OrgConfig


def application(service: Service, tools: Callable[[Service], ASGIApp] | None = None) -> ASGIApp:
    """Return what answers: the application within what observes it."""
    return Observer(Intake(create_app(service, tools)), service.log, service.metrics)


def serve(
    config: OrgConfig, host: str, port: int, *, redis_url: str, announce: Callable[[str], object],
    tools: Callable[[Service], ASGIApp] | None = None,
) -> None:  # fmt: skip
    """Answer until the process is told to end.

    Args:
        config: where the index is, and the settings.
        host: the address to listen at.
        port: 0 for any free one.
        redis_url: where limits are shared.
        announce: gets the address.
        tools: see `create_app`.

    Raises:
        InvalidInput: the port cannot be used, or others could ask without access.
    """
    service = Service(config, host=host, redis_url=redis_url)
    logging.basicConfig(handlers=[Notices(service.log)], force=True)
    try:
        listener = _listen(host, port)
        try:
            name = f"[{host}]" if ":" in host else host
            announce(f"http://{name}:{listener.getsockname()[1]}/")
            settings = uvicorn.Config(
                application(service, tools), log_config=None, access_log=False, server_header=False,
                proxy_headers=False, timeout_graceful_shutdown=10, h11_max_incomplete_event_size=32_768,
                http=Protocol, ws="none", lifespan="on",
            )  # fmt: skip
            server = uvicorn.Server(settings)
            gc.collect()
            gc.freeze()  # what stays to the end; looking for garbage among it would keep a request waiting for 50 ms
            server.run(sockets=[listener])
        finally:
            listener.close()
    finally:
        service.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio sends at once on such
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host.strip("[]"), port))
        listener.listen(1024)  # before the address is announced
    except OSError as error:
        listener.close()
        raise InvalidInput(
            f"port {port} of {host} cannot be used: {error.strerror}", "choose another with --port"
        ) from error
    return listener
