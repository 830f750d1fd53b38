"""transaction() commits all or nothing and does not nest; the outbox sends after the commit."""

import pytest
from sqlalchemy import select

from core import audit
from core.db import db, transaction
from core.outbox import OutboxMessage, OutboxStatus, enqueue, relay


def test_transactions_do_not_nest(app):
    with pytest.raises(RuntimeError, match="must not be nested"), transaction(), transaction():
        pass


def test_a_message_of_a_failed_change_is_never_sent(app):
    with pytest.raises(ValueError, match="no"), transaction():
        enqueue("sms", "k1", "您好")
        raise ValueError("no")

    assert relay({"sms": lambda key, body: None}) == 0


def test_a_message_is_sent_once(app):
    sent = []
    with transaction():
        enqueue("sms", "k1", "您好")
        enqueue("sms", "k1", "您好")
        audit.record("test", "outbox")

    assert relay({"sms": lambda key, body: sent.append((key, body))}) == 1
    assert relay({"sms": lambda key, body: sent.append((key, body))}) == 0
    assert sent == [("k1", "您好")]


def test_a_failing_provider_is_tried_again_later(app):
    def broken(key, body):
        raise ConnectionError

    with transaction():
        enqueue("sms", "k1", "您好")
        audit.record("test", "outbox")

    assert relay({"sms": broken}) == 0
    message = db.session.scalars(select(OutboxMessage)).one()
    assert (message.status, message.tries, message.error) == (
        OutboxStatus.WAITING,
        1,
        "ConnectionError",
    )
    assert relay({"sms": lambda key, body: None}) == 0  # not due yet


def test_waiting_messages_are_encrypted(app):
    with transaction():
        enqueue("sms", "k1", "张建国您好")
        audit.record("test", "outbox")

    assert "张建国" not in db.session.scalars(select(OutboxMessage.body_sealed)).one()
