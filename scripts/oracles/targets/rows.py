"""Measured rows, each with the core, the kernel library, the network family and the work of its network."""

import csv
import os
import re
from dataclasses import dataclass, field

from networks import layers_of
from work import features


@dataclass
class Row:
    device: str    # id of a built-in device, or "" for a board that is not built in
    board: str
    core: str
    library: str
    precision: str
    version: str   # of the library; the model predicts the one named in fit.REFERENCE_VERSION
    family: str    # networks that are never split between fit and hold-out
    network: str
    clock_mhz: float
    latency_ms: float
    source: str
    work: dict = field(default_factory=dict)
    energy_uj: float = 0.0
    predicted_cycles: float = 0.0   # by the fit that has not seen the family
    band_low: float = 0.0
    band_high: float = 0.0

    @property
    def variant(self):
        """What gets coefficients of its own."""
        return self.core + "/" + self.library + "/" + self.precision

    @property
    def cycles(self):
        return self.latency_ms * self.clock_mhz * 1e3


# The same network under several names: one family, whatever the table calls it.
FAMILY = {
    "resnet8": "ResNet8", "ic": "ResNet8", "kws": "DS-CNN", "ad": "Autoencoder", "vww": "MobileNetV1",
    "person_detect": "MobileNetV1", "tinymaix-vww96": "MobileNetV1", "tinymaix-mbnet128_0.25": "MobileNetV1",
    "tinymaix-mbnet96_0.25": "MobileNetV1", "TinyMLPerf_AE": "Autoencoder", "TinyMLPerf_DS_CNN": "DS-CNN",
    "SSD MobileNet v1 0.25": "SSD-MobileNetV1", "ST Yolo LC v1": "ST-YOLO-LC", "MLPerf Tiny KWS ref (kws_ref_model)": "DS-CNN",
    "mobilenet": "MobileNetV1", "mobilenet_int8": "MobileNetV1", "googlenet_int8": "googlenet", "resnet50_int8": "resnet50",
    "squeezenet_ssd_int8": "squeezenet", "squeezenet_ssd": "squeezenet", "squeezenet_int8": "squeezenet",
    "mobilenet_yolo": "MobileNetV1", "mobilenet_v3": "MobileNetV3", "mobilenetv2_yolov3": "MobileNetV2",
    "yolo-fastestv2": "yolo-fastest", "yolo-fastest-1.1": "yolo-fastest",
}


def family_of(name):
    return FAMILY.get(name, name)


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def stm32_rows(hardware):
    core = {"Cortex-M7": "cortex_m7", "Cortex-M4F": "cortex_m4", "Cortex-M33": "cortex_m33"}
    device = {"STM32H747I-DISCO": "stm32h747", "B-U585I-IOT02A": "stm32u5", "STM32L4R9": "stm32l4r5"}
    version = {"8": "8", "1": "10", "3": "10", "4": "10"}
    for r in read(os.path.join(hardware, "measured/stm32_modelzoo.csv")):
        if not r["latency_ms"] or not r["clock_mhz"] or r["format"] != "int8" or r["exclude_reason"]:
            continue
        path = os.path.join(hardware, r["model_path"])
        if not path.endswith(".tflite") or not os.path.exists(path):
            continue
        if "external QSPI" in r["mem_placement"]:
            continue
        number = re.search(r"(\d+)\.\d+\.\d+", r["tool_version"])
        if not number or number.group(1) == "7":
            continue  # Cube.AI before 8.1 is another kernel library: 2.8 times slower on a depthwise network on Cortex-M4
        yield Row(device.get(r["board"], ""), r["board"], core[r["core"]], "cube_ai", "int8",
                  version[number.group(1)[0]], family_of(r["split_group"]),
                  r["model_name"].strip() + " " + r["input_shape"], float(r["clock_mhz"]), float(r["latency_ms"]), r["source"],
                  features(layers_of(path)))


def mlperf_networks(hardware, fixtures):
    tflite = os.path.join(fixtures, "models/tflite")
    return {"ad": os.path.join(tflite, "mlperf_ad01_int8.tflite"), "ic": os.path.join(tflite, "mlperf_resnet8_int8.tflite"),
            "kws": os.path.join(tflite, "mlperf_kws_int8.tflite"), "vww": os.path.join(hardware, "models/tinymaix/vww96_q.tflite")}


def mlperf_library(runtime):
    """(library, version), or None for engines that no fit is made for."""
    cube = re.match(r"X-CUBE-AI v(\d+)", runtime)
    if cube:
        if runtime.startswith(("X-CUBE-AI v7", "X-CUBE-AI v8.0")):
            return None  # before 8.1 it is another kernel library
        return "cube_ai", "8" if cube.group(1) == "8" else "10"
    if runtime.startswith("tflite-micro"):
        return "tflm_cmsis_nn", "1"
    if runtime.startswith(("Plumerai", "Bosch")):
        return "other_engine", runtime.split()[0].lower()
    return None


def mlperf_rows(hardware, fixtures):
    networks = mlperf_networks(hardware, fixtures)
    for r in read(os.path.join(hardware, "measured/mlperf_tiny.csv")):
        named = re.search(r"Cortex\W*-(M4|M33|M7)\b", r["mcu/core"])  # with or without a trade mark sign
        core = "cortex_" + named.group(1).lower() if named else None
        library = mlperf_library(r["runtime"])
        if "cmsis_nn" in r["board"].lower() and "5340" in r["board"]:
            library = ("tflm_cmsis_nn", "microtvm")
        if not core or not library or r["benchmark"] not in networks or not r["latency_ms"] or "float" in r["board"]:
            continue
        device = {"L4R5": "stm32l4r5", "F746": "stm32f746"}
        yield Row(next((v for k, v in device.items() if k in r["mcu/core"] or k in r["board"]), ""), r["board"], core, library[0],
                  "int8", library[1], family_of(r["benchmark"]), "MLPerf Tiny " + r["benchmark"], float(r["clock_MHz"]),
                  float(r["latency_ms"]), "MLPerf Tiny " + r["round"] + ":" + r["source path"],
                  features(layers_of(networks[r["benchmark"]])), float(r["energy_uJ"] or 0))


OTHER_CORE = {"Cortex-M4F": "cortex_m4", "Cortex-M7": "cortex_m7", "Cortex-M0+": "cortex_m0plus", "Cortex-M0": "cortex_m0plus",
              "Cortex-M3": "cortex_m3", "Star-MC1 (Armv8-M main)": "cortex_m33", "RV32IMAFC": "rv32imc",
              "RV32IMAFC (QingKe V4F)": "rv32imc", "RV32IMAFDCP (Andes D45)": "rv32imc", "Xtensa LX6": "xtensa_lx6",
              "Xtensa LX7 (PIE SIMD)": "xtensa_lx7", "Cortex-M55 (MVE)": "cortex_m55"}
OTHER_DEVICE = {"NUCLEO-L4R5ZI": "stm32l4r5", "RP2040": "rp2040", "Raspberry Pi Pico (RP2040)": "rp2040", "ESP32": "esp32",
                "ESP32-S3": "esp32s3", "STM32F411CE": "stm32f411", "NUCLEO/STM32H743": "stm32h743",
                "STM32H747I-DISCO": "stm32h747"}


def other_library(r):
    runtime = r["runtime"]
    if runtime in ("TFLM+CMSIS-NN -O3 (CubeIDE)", "TFLM+CMSIS-NN (1 core)", "TFLM+CMSIS-NN @011bf32",
                   "TFLM ns_tflm_v1_0_0 (CMSIS-NN MVE)"):
        return "tflm_cmsis_nn", "1"
    if runtime in ("X-CUBE-AI 9.1.0",):
        return "cube_ai", "10"
    if runtime in ("TinyMaix O0 CPU", "TinyMaix OPT0 CPU, compiler opt L2 speed"):
        return "tinymaix", "1"
    if runtime == "TFLM + ESP-NN":
        return "tflm_esp_nn", "1"
    if runtime.startswith("TFLM reference") or "(reference kernels)" in runtime:
        return "tflm_reference", "1"
    return None


def other_rows(hardware, fixtures):
    mlperf = mlperf_networks(hardware, fixtures)
    for r in read(os.path.join(hardware, "measured/other_mcu.csv")):
        library, core = other_library(r), OTHER_CORE.get(r["core"])
        precision = {"int8": "int8", "float32": "float32", "int16x8": "int16x8"}.get(r["format"])
        if not library or not core or not precision or not r["latency_ms"] or r["exclude_reason"] or "no Cache" in r["note"]:
            continue
        if "FPGA" in r["note"]:
            continue
        path = os.path.join(hardware, r["model_file"])
        if "TinyMLPerf_AE" in r["split_group"]:
            path = mlperf["ad"]
        elif "TinyMLPerf_DS_CNN" in r["split_group"] or "KWS ref" in r["model"]:
            path = mlperf["kws"]
        path = path.replace("pretrained_st_", "pretrained_models/st_")
        if not os.path.isfile(path) or r["split_group"] in ("simple_0", "simple_1", "simple_2", "LSTM", "GRU") \
                or "shakespeare" in r["split_group"]:
            continue  # recurrent networks are outside the model
        clock = float(r["clock_mhz"])
        yield Row(OTHER_DEVICE.get(r["device"], ""), r["device"], core, library[0], precision, library[1],
                  family_of(r["split_group"]), r["model"].split(" =")[0] + " " + r["input_shape"], clock, float(r["latency_ms"]),
                  r["source"], features(layers_of(path)))


EDGE_DEVICE = {"Raspberry Pi 3 Model B+ Broadcom BCM2837B0, Cortex-A53": ("", "cortex_a53", 1400),
               "Raspberry Pi 4 Model B Broadcom BCM2711B0, Cortex-A72": ("raspberry_pi_4", "cortex_a72", 1800),
               "Raspberry Pi 5 Broadcom BCM2712, Cortex-A76": ("raspberry_pi_5", "cortex_a76", 2400),
               "NVIDIA Jetson Nano": ("jetson_nano", "cortex_a57", 1430),
               "NVIDIA Jetson AGX Xavier": ("", "carmel", 2200)}


def edge_rows(hardware):
    for r in read(os.path.join(hardware, "measured/edge_devices.csv")):
        known = EDGE_DEVICE.get(r["device"])
        if not known or r["threads"] != "1" or r["runtime"] != "ncnn benchncnn (submission date varies)" or not r["latency_ms"]:
            continue
        precision = "int8" if r["precision"] == "int8" else "float32"
        if precision == "float32" and known[1] in ("cortex_a76", "carmel"):
            continue  # these run float16 there
        try:
            work = features(layers_of(os.path.join(hardware, r["model_file"])))
        except ValueError as error:
            print("skipped:", error)
            continue
        yield Row(known[0], r["device"], known[1], "ncnn", precision, "1", family_of(r["model"].replace("_int8", "")),
                  r["model"], known[2], float(r["latency_ms"]), r["source"], work)


def power_ratios(hardware, device, power_mw):
    """Measured energy of MLPerf Tiny by (active power in the device's file) * (measured time), one ratio a row."""
    mcu = {"stm32l4r5": "L4R5"}[device]
    ratios = []
    for r in read(os.path.join(hardware, "measured/mlperf_tiny.csv")):
        if mcu in r["mcu/core"] and r["energy_uJ"] and r["benchmark"] != "sww" and float(r["clock_MHz"]) == 120:
            ratios.append(float(r["energy_uJ"]) / (power_mw * float(r["energy_run_latency_ms"] or r["latency_ms"])))
    return ratios


def all_rows(hardware, fixtures):
    rows = [*stm32_rows(hardware), *mlperf_rows(hardware, fixtures), *other_rows(hardware, fixtures), *edge_rows(hardware)]
    return [r for r in rows if r.latency_ms > 0]
