"""The 50 pictures of assets/sample/digits_samples.bin as a data set: two IDX files, for tests without MNIST."""
import pathlib
import struct

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "assets/sample/digits_samples.bin"


def digits(folder, keep=lambda label: True, relabel=lambda label: label):
    data = SAMPLES.read_bytes()
    count, height, width, _ = struct.unpack("<4I", data[4:20])
    size = height * width
    rows = [data[20 + i * (size + 1):20 + (i + 1) * (size + 1)] for i in range(count)]
    rows = [row for row in rows if keep(row[0])]
    folder.mkdir()
    pixels = b"".join(bytes((b + 128) & 255 for b in row[1:]) for row in rows)
    (folder / "images-idx3-ubyte").write_bytes(struct.pack(">4I", 0x803, len(rows), height, width) + pixels)
    (folder / "labels-idx1-ubyte").write_bytes(struct.pack(">2I", 0x801, len(rows)) + bytes(relabel(row[0]) for row in rows))
    return folder
