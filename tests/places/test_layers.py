"""Geographic files from anyone: only formats that hold their own data are opened, whatever a file is called."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
import shapely

from lagesbild.errors import UnreadableInput
from lagesbild.places.areas.layers import NoSystem, in_degrees, read_layer
from tests.places.places_world import collection, feature, write

BOX = shapely.box(16.0, 59.0, 16.1, 59.1)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file on the server that nobody sent."""
    path = tmp_path / "secret.csv"
    path.write_text(f'id,WKT\n1,"{BOX.wkt}"\n', encoding="utf-8")
    return path


def names_another(secret: Path) -> dict[str, str]:
    """Files whose text tells GDAL to read something else."""
    return {
        "vrt": f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource>'
        '<GeometryField encoding="WKT" field="WKT"/></OGRVRTLayer></OGRVRTDataSource>',
        "wfs": "<OGRWFSDataSource><URL>http://127.0.0.1:9/wfs</URL></OGRWFSDataSource>",
        "pipeline": json.dumps({"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline read {secret}"}),
    }


@pytest.mark.parametrize("kind", ["vrt", "wfs", "pipeline"])
@pytest.mark.parametrize("name", ["omraden.geojson", "omraden.gpkg", "omraden.shp", "omraden.vrt"])
def test_a_file_that_names_another_is_not_followed(secret: Path, tmp_path: Path, kind: str, name: str) -> None:
    path = tmp_path / name
    path.write_text(names_another(secret)[kind], encoding="utf-8")
    with pytest.raises(UnreadableInput):
        read_layer(path)


@pytest.mark.parametrize("kind", ["vrt", "wfs", "pipeline"])
def test_nor_is_one_in_an_archive(secret: Path, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "omraden.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("omraden.geojson", names_another(secret)[kind])
    with pytest.raises(UnreadableInput):
        read_layer(path)


def test_an_archive_that_is_locked_or_spoilt_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "omraden.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("omraden.geojson", json.dumps(collection(feature(BOX, kod="A"))) * 20)
    raw = bytearray(path.read_bytes())
    raw[60:90] = bytes(30)
    path.write_bytes(raw)
    with pytest.raises(UnreadableInput):
        read_layer(path)


def test_geojson_with_a_mark_at_its_head_and_in_an_archive_is_read(tmp_path: Path) -> None:
    text = json.dumps(collection(feature(BOX, kod="A")))
    plain = tmp_path / "omraden.json"
    plain.write_text("\ufeff" + text, encoding="utf-8")
    packed = tmp_path / "omraden.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mapp med blank/områden.geojson", text)
    for path in (plain, packed):
        layer = read_layer(path)
        assert layer.columns["kod"].tolist() == ["A"]
        assert shapely.equals(layer.geometry[0], BOX)


def test_a_system_that_cannot_be_says_what_the_numbers_look_like(tmp_path: Path) -> None:
    metres = shapely.box(546_000, 6_590_000, 547_000, 6_591_000)
    layer = read_layer(write(tmp_path / "omraden.geojson", [feature(metres)]))
    with pytest.raises(NoSystem) as refused:
        in_degrees(layer, None)
    assert refused.value.looks is not None
    assert refused.value.looks.name == "SWEREF 99 TM"
    shapes, _ = in_degrees(layer, "EPSG:3006")
    assert shapely.get_x(shapely.centroid(shapes[0])) == pytest.approx(15.82, abs=0.02)
