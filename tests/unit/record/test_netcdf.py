"""A file that we write is the one that xarray would have written."""

from pathlib import Path

import h5py
import numpy as np
import pytest
import xarray as xr

from sottovoce.record.netcdf import Variable, netcdf
from sottovoce.record.record import dataset

COORDS = {
    "world": np.array(["with", "without"], object),
    "day": np.arange(5),
    "group": np.array(["poor", "Mittelschicht", "rich é"], object),
    "bin": np.linspace(350.0, 940.0, 4),
}
SUMS = np.arange(30.0).reshape(2, 5, 3)
MISSING = np.where(SUMS > 25, np.nan, SUMS)
VARIABLES = {
    "people": Variable(("world", "day", "group"), SUMS, "count"),
    "lost": Variable(("world", "day", "group"), MISSING, "points"),
    "ties": Variable(("world", "day"), np.arange(10).reshape(2, 5), "ties"),
    "scores": Variable(("world", "bin"), np.arange(8).reshape(2, 4), "citizens"),
}
ATTRIBUTES = {"scenario": "small", "note": "Everyone is made up by a program."}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Ours, and the one that xarray writes."""
    ours, theirs = tmp_path / "ours.nc", tmp_path / "theirs.nc"
    ours.write_bytes(netcdf(COORDS, VARIABLES, ATTRIBUTES))
    dataset(COORDS, VARIABLES, ATTRIBUTES).to_netcdf(theirs, engine="h5netcdf")
    return ours, theirs


def test_xarray_reads_the_same(files: tuple[Path, Path]):
    """Dimensions, coordinates, values, attributes, types and encodings."""
    with (
        xr.open_dataset(files[0], engine="h5netcdf") as ours,
        xr.open_dataset(files[1], engine="h5netcdf") as theirs,
    ):
        xr.testing.assert_identical(ours, theirs)
        assert ours.sizes == {"world": 2, "day": 5, "group": 3, "bin": 4}
        assert np.array_equal(ours["lost"], MISSING, equal_nan=True)
        for name in theirs.variables:
            assert ours[name].dtype == theirs[name].dtype, name
            assert _encoding(ours[name]) == _encoding(theirs[name]), name


def test_hdf5_holds_the_same(files: tuple[Path, Path]):
    """The attributes by which netCDF finds dimensions, and the types; other readers than xarray go by them."""
    with h5py.File(files[0]) as ours, h5py.File(files[1]) as theirs:
        assert set(ours) == set(theirs)
        assert set(ours.attrs) == set(theirs.attrs)
        for name in theirs:
            mine, other = ours[name], theirs[name]
            assert mine.id.get_type() == other.id.get_type(), name
            assert set(mine.attrs) == set(other.attrs), name
            assert [dim.keys() for dim in mine.dims] == [dim.keys() for dim in other.dims], name
            for attribute in set(other.attrs) - {"DIMENSION_LIST", "REFERENCE_LIST"}:
                np.testing.assert_array_equal(mine.attrs[attribute], other.attrs[attribute], name)


def test_an_empty_file_opens(tmp_path: Path):
    """Nothing was lived."""
    (tmp_path / "empty.nc").write_bytes(netcdf({}, {}, {}))
    with xr.open_dataset(tmp_path / "empty.nc", engine="h5netcdf") as data:
        assert not data.variables and not data.attrs


def _encoding(values: xr.DataArray) -> dict[str, str]:
    return {name: str(value) for name, value in values.encoding.items() if name != "source"}
