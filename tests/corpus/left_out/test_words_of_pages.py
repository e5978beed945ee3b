"""Lines of pages in Spanish, Portuguese and Indonesian, and prose that begins like them."""

import pytest

from corpus.article import Reason
from corpus.left_out.page_words import phrase_reason


@pytest.mark.parametrize(
    ("language", "line", "reason"),
    [
        ("es", "Saltar al contenido principal", Reason.NAVIGATION),
        ("es", "Redacción", Reason.NAVIGATION),
        ("es", "Te recomendamos", Reason.READ_MORE),
        ("es", "Aceptar y continuar", Reason.COOKIES),
        ("es", "Recibe las noticias en tu correo cada mañana.", Reason.NEWSLETTER),
        ("pt", "Pular para o conteúdo principal", Reason.NAVIGATION),
        ("pt", "Da redação", Reason.NAVIGATION),
        ("pt", "Aceitar todos os cookies", Reason.COOKIES),
        ("pt", "Continue a leitura", Reason.READ_MORE),
        ("pt", "Siga o jornal no WhatsApp", Reason.FOLLOW_US),
        ("pt", "Contribua com o nosso trabalho.", Reason.APPEAL),
        ("id", "Hak cipta © 2024 Kantor Berita", Reason.COPYRIGHT),
        ("id", "Sudah berlangganan? Masuk di sini", Reason.SUBSCRIPTION),
    ],
)
def test_a_line_of_a_page_has_its_reason(language, line, reason):
    assert phrase_reason(line, language) is reason


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("es", "Recibe amenazas por correo desde que denunció al alcalde."),
        ("pt", "Siga o caminho da serra até o rio."),
        ("pt", "Contribua quem puder, pediu o padre."),
        ("id", "Hak cipta lagu itu dimiliki oleh keluarganya."),
        ("id", "Seluruh hak cipta lagu itu dijual pada 2019."),
        ("id", "Sudah berlangganan selama sepuluh tahun, ia kini berhenti."),
    ],
)
def test_prose_that_begins_like_a_line_of_a_page_is_kept(language, line):
    assert phrase_reason(line, language) is None
