"""netCDF-4 files, written with h5py. xarray writes the same and reads them, but takes half a second to load and another to write."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np


class Variable(NamedTuple):
    """Values over named dimensions, and what they are counted in."""

    dims: tuple[str, ...]
    values: np.ndarray
    unit: str


def write_netcdf(
    path: Path,
    coords: Mapping[str, np.ndarray],
    variables: Mapping[str, Variable],
    attributes: Mapping[str, str],
) -> None:
    """Write variables with their unit as attribute `unit`, and the coordinate (size,) of each dimension. NaN is what is missing.

    The form is the one of Unidata's "NetCDF-4 format" specification: dimensions are dimension scales of HDF5.
    """
    import h5py  # not before it is wanted

    with h5py.File(path, "w", track_order=True) as file:
        made = f"version=2,h5py={h5py.__version__},hdf5={h5py.version.hdf5_version}"
        file.attrs["_NCProperties"] = np.bytes_(made)
        scales = {}
        for number, (name, values) in enumerate(coords.items()):
            scale = _written(file, name, values)
            scale.make_scale(name)
            scale.attrs["_Netcdf4Dimid"] = np.int32(number)
            scale.attrs["_Netcdf4Coordinates"] = np.array([number], np.int32)
            scales[name] = scale
        numbers = {name: number for number, name in enumerate(coords)}
        for name, (dims, values, unit) in variables.items():
            column = _written(file, name, values)
            for axis, dim in enumerate(dims):
                column.dims[axis].attach_scale(scales[dim])
            column.attrs["_Netcdf4Dimid"] = np.int32(numbers[dims[0]])
            column.attrs["_Netcdf4Coordinates"] = np.array([numbers[dim] for dim in dims], np.int32)
            column.attrs["unit"] = unit
        for name, text in attributes.items():
            file.attrs[name] = text


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
