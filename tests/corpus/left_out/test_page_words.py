"""Lines in the words of a page, and prose that begins with the same words."""

import pytest

from corpus.article import Reason
from corpus.left_out.page_words import phrase_reason

PROSE = {
    "de": """
        Teilen wollten die beiden Parteien die Macht nicht.
        Ihre Spende von zwei Millionen Euro löste Kritik aus.
        Mit ihrer Spende finanzierte die Stiftung eine neue Klinik.
        Bereits Abonnenten der ersten Stunde bekamen Karten.
        Folge unseres Handelns sei die Trockenheit, sagte sie.
        Unterstützen Sie uns im Kampf gegen die Flut, rief er den Helfern zu.
        Täglich kommen neue Menschen in die Stadt.
        Nach der Anzeige eines Nachbarn ermittelte die Polizei.
        Weiterlesen mit Brille fällt vielen Schülern schwer.
        Unser Newsletter-Projekt ist gescheitert, räumte der Verlag ein.
    """,
    "fr": """
        Reproduction interdite aux animaux malades : la règle vaut dans toute l'Europe.
        Partager le pouvoir ne lui a jamais plu.
        Partagez vos repas, conseille la médecin.
        Publicité mensongère ou simple erreur, le juge doit trancher.
        Abonnez-vous aux transports publics, demande le maire aux habitants.
        Déjà abonné à trois journaux, il en achète un quatrième.
        Inscrivez-vous à l'université avant juin, rappelle le ministère.
        Lecture : le roman de la semaine raconte une traversée.
        Soutenez notre équipe jusqu'au bout, a lancé le capitaine.
        Votre don Juan est un homme triste, dit-elle au metteur en scène.
    """,
    "it": """
        Abbonati in calo del tre per cento per i giornali italiani.
        Scarica la colpa sugli apparati dello Stato, ma nessuno gli crede.
        Iscriviti e simpatizzanti hanno votato domenica.
        Condividi il pane con chi ha fame, disse il vescovo.
        Pubblicità e notizie non vanno confuse, ha detto il garante.
        Seguici dappertutto, gli disse la madre.
        Già abbonato allo stadio, ha comprato un altro biglietto.
        Sostieni il nostro candidato, diceva il manifesto.
        Riproduzione riservata ai soli esemplari sani, dice il veterinario.
        Sostienici nella lotta contro la mafia, ha scritto il giudice.
    """,
    "es": """
        Prohibida la reproducción de los animales enfermos, el zoo buscó otra salida.
        Recibe cientos de correos amenazantes al día.
        Descarga su ira contra la aplicación de la ley.
        Publicidad y noticias no deben confundirse, dijo el juez.
        Compartir el poder nunca le gustó.
        Comparte la casa con dos hermanas.
        Apoya nuestro plan la mayoría de los vecinos, dijo la alcaldesa.
        Apoya el periodismo local con diez millones de euros.
        Síguenos adonde vayamos, le pidió su padre.
        Necesitamos tu apoyo en la frontera, escribió el soldado.
    """,
    "pt": """
        É proibida a reprodução de animais doentes, diz a lei.
        Siga o dinheiro, dizia o procurador.
        Contribua ou não para a crise, o ministro fica.
        Já é assinante de três jornais e lê todos.
        Inscreva-se na universidade até junho, lembra o ministério.
        Compartilhar o poder nunca lhe agradou.
        Publicidade e notícias não devem ser confundidas, disse o juiz.
        Baixe a cabeça e aplauda, ordenou o general.
        Apoie nosso time até o fim, pediu o capitão.
        Receba ou não os e-mails, a empresa deve responder.
    """,
    "id": """
        Hak cipta lagu itu dimiliki oleh keluarga penyanyi.
        Seluruh hak cipta album itu dijual tahun lalu.
        Ikuti kami ke sungai, kata pemandu itu.
        Dukung kami melawan korupsi, kata calon gubernur itu.
        Dapatkan izin dulu sebelum mengirim email, kata menteri.
        Sudah berlangganan listrik sejak lama, warga tetap mengeluh.
        Unduh aplikasi pemerintah ini sebelum mudik, kata polisi.
        Bagikan makanan kepada warga, perintah gubernur.
        Dilarang merokok dan menyalin kunci jawaban, kata guru.
        Sumber gambarnya tidak diketahui polisi.
    """,
}
LINES = {
    "de": """
        Zustimmen
        Einverstanden
        Folgen Sie uns auch auf Instagram
        Ihre Spende hilft uns, unabhängig zu bleiben.
        Bereits Abonnent? Hier anmelden.
        Per E-Mail teilen
    """,
    "fr": """
        Continuer sans accepter
        Mon compte
        Se déconnecter
        S’inscrire
        Vidéo: la traversée en images
        Crédit: Mia Berg
        Lire aussi: Le bac reprend du service
        Déjà abonné ? Connectez-vous
        Partager sur Facebook
        Reproduction interdite sans autorisation.
    """,
    "it": """
        Continua senza accettare
        Fonte: Ansa
        Privacy policy
        Cookie policy
        Ascolta l’articolo
        Seguici anche su Telegram!
        Riproduzione riservata © Copyright
        Abbonati subito
    """,
    "es": """
        Continuar sin aceptar
        Síguenos también en Facebook.
        Prohibida la reproducción total o parcial de este contenido.
        Suscríbete a nuestro boletín diario.
    """,
    "pt": """
        Continuar sem aceitar
        Siga-nos também no Instagram.
        Já é assinante? Entre aqui.
    """,
    "id": """
        Ikuti kami juga di Facebook.
        Hak cipta © 2025 Kabar Pelabuhan
        Seluruh hak cipta dilindungi undang-undang.
    """,
}


def cases(lines):
    return [
        (code, line.strip()) for code, some in lines.items() for line in some.strip().splitlines()
    ]


@pytest.mark.parametrize(("code", "line"), cases(PROSE))
def test_prose_that_begins_like_a_line_of_a_page_is_kept(code, line):
    assert phrase_reason(line, code) is None


@pytest.mark.parametrize(("code", "line"), cases(LINES))
def test_a_line_of_a_page_is_left_out(code, line):
    assert isinstance(phrase_reason(line, code), Reason)
