"""netCDF-4 files, written with h5py. xarray writes the same and reads them, but takes half a second to load and another to write."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np


class Variable(NamedTuple):
    """Values over named dimensions, and what they are counted in."""

    dims: tuple[str, ...]
    values: np.ndarray
    unit: str
    about: str = ""

    def attributes(self, name: str) -> dict[str, str]:
        """The CF attributes of the variable of this name."""
        return {"units": self.unit, "long_name": self.about or name.replace("_", " ")}


CF = {"Conventions": "CF-1.11"}  # an attribute of whole files
COORDINATES = {  # attributes of those that are known
    "day": {"units": "day", "long_name": "day of the run, from 0"},
    "portrait_day": {"units": "day", "long_name": "day on which scores were counted"},
    "bin": {"units": "1", "long_name": "lower edge of a bin of scores, points"},
    "seed": {"units": "1", "long_name": "seed of the society and its luck"},
    "group": {"long_name": "social group"},
    "world": {"long_name": "with the system, or the same people without it"},
}


def netcdf(
    coords: Mapping[str, np.ndarray], variables: Mapping[str, Variable], attributes: Mapping[str, str]
) -> bytes:
    """A file of variables with the CF attributes `units` and `long_name`, and the coordinate (size,) of each dimension. NaN is what is missing.

    The form is the one of Unidata's "NetCDF-4 format" specification: dimensions are dimension scales of HDF5. It is made in memory: where
    a disk is full, HDF5 takes the whole process down.
    """
    import h5py  # not before it is wanted

    with h5py.File("memory", "w", driver="core", backing_store=False, track_order=True) as file:
        made = f"version=2,h5py={h5py.__version__},hdf5={h5py.version.hdf5_version}"
        file.attrs["_NCProperties"] = np.bytes_(made)
        scales = {}
        for number, (name, values) in enumerate(coords.items()):
            scale = _written(file, name, values)
            for key, text in COORDINATES.get(name, {}).items():
                scale.attrs[key] = text
            scale.make_scale(name)
            scale.attrs["_Netcdf4Dimid"] = np.int32(number)
            scale.attrs["_Netcdf4Coordinates"] = np.array([number], np.int32)
            scales[name] = scale
        numbers = {name: number for number, name in enumerate(coords)}
        for name, (dims, values, unit, about) in variables.items():
            column = _written(file, name, values)
            for axis, dim in enumerate(dims):
                column.dims[axis].attach_scale(scales[dim])
            column.attrs["_Netcdf4Dimid"] = np.int32(numbers[dims[0]])
            column.attrs["_Netcdf4Coordinates"] = np.array([numbers[dim] for dim in dims], np.int32)
            for key, text in Variable(dims, values, unit, about).attributes(name).items():
                column.attrs[key] = text
        for name, text in attributes.items():
            file.attrs[name] = text
        file.flush()
        return file.id.get_file_image()


def _written(file, name: str, values: np.ndarray):
    import h5py

    if values.dtype.kind in "OU":
        return file.create_dataset(
            name, data=values.astype(object), dtype=h5py.string_dtype(), track_order=True
        )
    column = file.create_dataset(name, data=values, track_order=True)
    if values.dtype.kind == "f":
        column.attrs["_FillValue"] = np.array([np.nan])
    return column
