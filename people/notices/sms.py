"""Providers of text messages; without a contract with one, messages go to the console."""

from collections.abc import Callable, Mapping

Provider = Callable[[str, str], None]  # (phone, text); raises to have the message retried


def to_console(phone: str, text: str) -> None:
    """Print the message, the number masked."""
    print(f"[短信] {phone[:3]}****{phone[-4:]}：{text}")  # noqa: T201 - this is the provider


PROVIDERS: Mapping[str, Provider] = {"console": to_console}


def sender(provider: Provider) -> Callable[[str, str], None]:
    """Return the outbox's sender over a provider; its body is a phone number and a line of text."""

    def send(_key: str, body: str) -> None:
        phone, _, text = body.partition("\n")
        provider(phone, text)

    return send
