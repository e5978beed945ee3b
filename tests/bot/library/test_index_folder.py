from pathlib import Path

from bot.library.index_folder import index_folder


def test_the_index_of_a_file_is_beside_it():
    assert index_folder(Path("news.db")) == Path("news.db.index")


def test_each_database_of_a_server_has_a_folder_whoever_uses_it():
    folder = index_folder("postgresql://me:secret@db.example/news")
    assert folder == index_folder("postgresql://db.example/news?connect_timeout=5")
    assert folder != index_folder("postgresql://me:secret@db.example/other")
    assert folder.suffix == ".index"
    assert "secret" not in str(folder)
