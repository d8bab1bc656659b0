#!/usr/bin/env python3
"""Writes tests/fuzz/corpus/dataset: one small valid file of each data format and variant, all of the same made-up numbers.

Needs numpy and Pillow: the point is that others than we write them. Usage: make_dataset_corpus.py FOLDER
"""
import gzip
import io
import pathlib
import struct
import sys
import tarfile
import wave
import zipfile

import numpy as np
from PIL import Image

OUT = pathlib.Path(sys.argv[1])
OUT.mkdir(parents=True, exist_ok=True)
EPOCH = (1980, 1, 1, 0, 0, 0)
IDX_TYPES = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}


def put(name, data):
    (OUT / name).write_bytes(data)


def saved(writer):
    buffer = io.BytesIO()
    writer(buffer)
    return buffer.getvalue()


def idx(array):
    head = struct.pack(">BBBB", 0, 0, IDX_TYPES[array.dtype.str[1:]], array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.astype(array.dtype.newbyteorder(">")).tobytes()


def zipped(files, method, force_zip64=False):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = method
            with archive.open(info, "w", force_zip64=force_zip64) as entry:
                entry.write(data)
    return buffer.getvalue()


def tarred(files, form):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


images = (np.arange(3 * 5 * 4) * 7 % 256).astype("u1").reshape(3, 5, 4)
labels = np.array([2, 0, 1], "u1")
for kind in IDX_TYPES:
    put(f"idx_{kind}.idx", idx(images.astype(kind)))
put("idx_labels.idx", idx(labels))
pair = [("train-images-idx3-ubyte", idx(images)), ("train-labels-idx1-ubyte", idx(labels))]
put("idx_pair_stored.zip", zipped(pair, zipfile.ZIP_STORED))
put("idx_pair_deflated.zip", zipped(pair, zipfile.ZIP_DEFLATED))
put("idx_pair_wide.zip", zipped(pair, zipfile.ZIP_DEFLATED, force_zip64=True))
put("idx_pair_ustar.tar", tarred(pair, tarfile.USTAR_FORMAT))
put("idx_long_gnu.tar", tarred([("folder/" * 20 + "x.idx", idx(images))], tarfile.GNU_FORMAT))
put("idx_long_pax.tar", tarred([("folder/" * 40 + "x.idx", idx(images))], tarfile.PAX_FORMAT))
put("idx_u1.idx.gz", gzip.compress(idx(images), mtime=0))

x = (np.arange(24) - 5).reshape(4, 3, 2)
for kind in ("f2", "f4", "f8", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", ">f4", ">i2", "b1"):
    put(f"npy_{kind.replace('>', 'big_')}.npy", saved(lambda f: np.save(f, np.abs(x).astype(kind) if "u" in kind else x.astype(kind))))
put("npy_column_major.npy", saved(lambda f: np.save(f, np.asfortranarray(x.astype("f4")))))
put("npy_version_2.npy", saved(lambda f: np.lib.format.write_array(f, x.astype("f4"), version=(2, 0))))
y = np.array([0, 1, 2, 1])
put("npz_classes.npz", saved(lambda f: np.savez(f, x=x.astype("f4"), y=y)))
put("npz_packed.npz", saved(lambda f: np.savez_compressed(f, x_test=x.astype("f4"), y_test=y)))
put("npz_one_hot.npz", saved(lambda f: np.savez(f, images=x.astype("f4"), labels=np.eye(3, dtype="f4")[y])))
put("npz_targets.npz", saved(lambda f: np.savez(f, inputs=x.astype("f4"), targets=y.astype("f4")[:, None] * 0.5)))
put("npz_nameless.npz", saved(lambda f: np.savez(f, x.astype("f4"), y)))
put("npz_two_inputs.npz", saved(lambda f: np.savez(f, imu=np.arange(48, dtype="f4").reshape(4, 3, 4) / 4, env=np.arange(8, dtype="f4").reshape(4, 2), y=y[:4])))
put("npz_planes.npz", saved(lambda f: np.savez(f, x=np.arange(2 * 3 * 5 * 4).astype("u1").reshape(2, 3, 5, 4), y=y[:2])))

put("csv_header.csv", b"a,b,label\n1,2.5,0\n3,4e1,1\n-5,6,0\n")
put("csv_words.csv", b"5.1;3.5;setosa\n4.9;3.0;virginica\n5.0;3.1;setosa\n")
put("csv_quotes.csv", b'name,"a ""x""",y\r\n"one, two",1,0\r\n"three\nfour",2,1\r\n')
put("csv_tabs.csv", b"1\t2\t3.5\n4\t5\t6.5\n")

tone = (np.sin(np.arange(200) * 0.3) * 0.5).astype("f8")


def riff(coding, bits, data, channels=1, extra=b""):
    form = struct.pack("<HHIIHH", coding, channels, 8000, 8000 * channels * bits // 8, channels * bits // 8, bits) + extra
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"LIST" + struct.pack("<I", 3) + b"abc\0"
    body += b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


put("wav_8.wav", riff(1, 8, ((tone + 1) * 127).astype("u1").tobytes()))
put("wav_16.wav", riff(1, 16, (tone * 32767).astype("<i2").tobytes()))
put("wav_24.wav", riff(1, 24, b"".join(int(v * 8388607).to_bytes(3, "little", signed=True) for v in tone)))
put("wav_32.wav", riff(1, 32, (tone * 2147483647).astype("<i4").tobytes()))
put("wav_float.wav", riff(3, 32, tone.astype("<f4").tobytes()))
put("wav_double.wav", riff(3, 64, tone.astype("<f8").tobytes()))
put("wav_stereo.wav", riff(1, 16, np.stack([tone, -tone], 1).astype("<f8").__mul__(32767).astype("<i2").tobytes(), channels=2))
guid = struct.pack("<HHI", 22, 16, 0) + struct.pack("<H", 1) + bytes.fromhex("000000001000800000aa00389b71")
put("wav_extensible.wav", riff(0xFFFE, 16, (tone * 32767).astype("<i2").tobytes(), extra=guid))

color = (np.arange(6 * 8 * 3) * 5 % 256).astype("u1").reshape(6, 8, 3)
rgb, gray = Image.fromarray(color), Image.fromarray(color[:, :, 0])
put("png_rgb.png", saved(lambda f: rgb.save(f, "PNG")))
put("png_gray.png", saved(lambda f: gray.save(f, "PNG")))
put("png_alpha.png", saved(lambda f: rgb.convert("RGBA").save(f, "PNG")))
put("png_palette.png", saved(lambda f: rgb.convert("P", palette=Image.ADAPTIVE, colors=16).save(f, "PNG")))
put("png_16.png", saved(lambda f: Image.fromarray(color[:, :, 0].astype("u2") * 257).save(f, "PNG")))
put("png_bits.png", saved(lambda f: gray.convert("1").save(f, "PNG")))
put("jpeg_rgb.jpg", saved(lambda f: rgb.save(f, "JPEG", quality=95)))
put("jpeg_gray.jpg", saved(lambda f: gray.save(f, "JPEG", quality=95)))
put("jpeg_progressive.jpg", saved(lambda f: rgb.save(f, "JPEG", progressive=True)))
put("jpeg_whole_chroma.jpg", saved(lambda f: rgb.save(f, "JPEG", subsampling=0)))
put("bmp_24.bmp", saved(lambda f: rgb.save(f, "BMP")))
put("bmp_8.bmp", saved(lambda f: gray.save(f, "BMP")))
put("bmp_32.bmp", saved(lambda f: rgb.convert("RGBA").save(f, "BMP")))
folders = [(f"{c}/{i}.png", saved(lambda f: Image.fromarray((color + 40 * i).astype("u1")).save(f, "PNG"))) for c in "ab" for i in range(2)]
put("folders.zip", zipped(folders, zipfile.ZIP_DEFLATED))
put("folders.tar.gz", gzip.compress(tarred(folders, tarfile.USTAR_FORMAT), mtime=0))
recordings = [(f"{c}/1.wav", riff(1, 16, (tone * 32767).astype("<i2").tobytes())) for c in ("yes", "no")]
put("recordings.zip", zipped(recordings, zipfile.ZIP_DEFLATED))
listed = [(f"{i}.png", data) for i, (_, data) in enumerate(folders)] + [("labels.csv", b"file,width,label\n0.png,4,cat\n1,4,dog\n2.png,4,cat\nx.png,4,dog\n")]
put("listed.zip", zipped(listed, zipfile.ZIP_DEFLATED))

planes = (np.arange(3072) // 12).astype("u1").tobytes()
put("cifar_10.bin", b"".join(bytes([label]) + planes for label in (3, 9)))
put("cifar_100.bin", b"".join(bytes(pair) + planes for pair in ((1, 40), (19, 99))))
