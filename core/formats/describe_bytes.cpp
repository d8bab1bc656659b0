#include "core/formats/describe_bytes.h"

#include <algorithm>
#include <string_view>

#include "core/base/text.h"

namespace thimble {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLook = 4096;
constexpr std::string_view kTfliteAdvice = "convert it to TFLite (tf.lite.TFLiteConverter) or to ONNX (tf2onnx) and give us that file";

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }
bool begins(std::string_view text, std::string_view part) { return text.substr(0, part.size()) == part; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

// Field 1 (ir_version) as a varint below 64, then another field of ModelProto: what every ONNX exporter writes.
bool looks_like_onnx(std::string_view head) {
  if (head.size() < 4 || head[0] != '\x08' || static_cast<unsigned char>(head[1]) >= 64) return false;
  const char next = head[2];
  return next == '\x12' || next == '\x1a' || next == '\x22' || next == '\x28' || next == '\x32' || next == '\x3a' || next == '\x42';
}

// Protocol 2 to 5, then an opcode that a checkpoint or an object begins with.
bool looks_like_pickle(std::string_view head) {
  if (head.size() < 3 || head[0] != '\x80' || head[1] < 2 || head[1] > 5) return false;
  return "c}](\x8a\x95X"sv.find(head[2]) != std::string_view::npos;
}

BytesDescription describe_zip(std::string_view head, std::string_view tail) {
  const auto has = [&](std::string_view part) { return contains(head, part) || contains(tail, part); };
  if (has("model.weights.h5") || has("metadata.json")) return {"a Keras 3 archive (.keras)", std::string(kTfliteAdvice)};
  if (has("data.pkl") || has("constants.pkl"))
    return {"a PyTorch archive (.pt, .pth)", "export it with torch.onnx and give us the .onnx file"};
  if (has("saved_model.pb")) return {"a zipped TensorFlow SavedModel", "unpack it, then " + std::string(kTfliteAdvice)};
  if (has(".npy")) return {"a NumPy archive (.npz): data, not a network", "give it as data, with --data"};
  return {"a ZIP archive", "unpack it and give us the .tflite or .onnx file inside"};
}

BytesDescription describe_text(std::string_view head) {
  const std::string_view text = trim(head);
  const std::string small = lower(text.substr(0, 512));
  if (begins(small, "<!doctype html") || begins(small, "<html") || contains(small, "<head>")) {
    return {"an HTML page, not a model: a download that failed or a link to a web page",
            "download the raw file (on GitHub: 'Download raw file') and try again"};
  }
  if (begins(text, "version https://git-lfs")) return {"a Git LFS pointer, not the file itself", "run 'git lfs pull' and try again"};
  if (begins(text, "{")) {
    if (contains(head, "modelTopology") || contains(head, "weightsManifest"))
      return {"a TensorFlow.js model.json", "convert the model that it was made from to int8 TFLite"};
    if (contains(head, "\"class_name\"")) return {"a Keras architecture in JSON, without weights", std::string(kTfliteAdvice)};
    return {"JSON", "give us the model itself, a .tflite or .onnx file"};
  }
  if (begins(small, "<?xml") || begins(small, "<net"))
    return {"XML (an OpenVINO model, perhaps)", "convert the model that it was made from to int8 TFLite"};
  if (contains(head, "unsigned char") && contains(head, "[]"))
    return {"C source with a model as an array", "give us the .tflite file that it was made from"};
  if (contains(head, "thimble_ir")) return {"our text form with something before its first line", "the first line is 'thimble_ir 1'"};
  return {"text", "give us the model itself, a .tflite or .onnx file"};
}

bool looks_like_text(std::string_view head) {
  return std::none_of(head.begin(), head.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t'; });
}

struct Magic {
  std::string_view bytes;
  std::size_t offset;
  std::string_view what, advice;
};

constexpr Magic kMagics[] = {
    {"\x89HDF\r\n\x1a\n"sv, 0, "an HDF5 file (Keras .h5)", kTfliteAdvice},
    {"\x1f\x8b"sv, 0, "gzip-compressed data", "unpack it first"},
    {"\xfd"
     "7zXZ"sv,
     0, "xz-compressed data", "unpack it first"},
    {"BZh"sv, 0, "bzip2-compressed data", "unpack it first"},
    {"7z\xbc\xaf"sv, 0, "a 7z archive", "unpack it first"},
    {"ustar"sv, 257, "a tar archive", "unpack it and give us the .tflite or .onnx file inside"},
    {"\x93NUMPY"sv, 0, "a NumPy array (.npy): data, not a network", "give it as data, with --data"},
    {"GGUF"sv, 0, "a GGUF file (llama.cpp)", "language models of that size do not fit the devices here"},
    {"\x7f"
     "ELF"sv,
     0, "a program (ELF)", "give us the .tflite file that it was built from"},
    {"MZ"sv, 0, "a Windows program", "give us a .tflite file"},
    {"\x89PNG"sv, 0, "a PNG picture", "give it as data; the network is a .tflite file"},
    {"\xff\xd8\xff"sv, 0, "a JPEG picture", "give it as data; the network is a .tflite file"},
    {"RIFF"sv, 0, "a WAV or AVI file", "give it as data; the network is a .tflite file"},
    {"%PDF"sv, 0, "a PDF document", "give us a .tflite file"},
};

BytesDescription describe_binary(std::string_view head) {
  if (looks_like_pickle(head))
    return {"a Python pickle (an old PyTorch checkpoint, perhaps)",
            "export the network with torch.onnx and give us the .onnx file; we never execute pickles"};
  if (looks_like_onnx(head))
    return {"the beginning of an ONNX model (protobuf) without its graph", "the download or the copy was cut short: get the file again"};
  if (contains(head, "saved_model_schema") || contains(head, "\x12\x05serve") || contains(head, "VarHandleOp") || contains(head, "NoOp")) {
    return {"a TensorFlow SavedModel or graph (protobuf)", std::string(kTfliteAdvice)};
  }
  if (head.size() > 8 && head[4] == 'T' && head[5] == 'F' && head[6] == 'L') {
    return {"a TFLite file of another version ('" + printable(head.substr(4, 4)) + "', expected 'TFL3')",
            "convert the network again with a current converter"};
  }
  if (head.size() > 10 && head[8] == '{' && contains(head, "\"dtype\""))
    return {"a safetensors file: weights without a network", "export the network itself, to ONNX or TFLite"};
  if (std::all_of(head.begin(), head.end(), [](char c) { return c == 0; }))
    return {"nothing but zero bytes", "the download or the copy failed: get the file again"};
  return {"unknown binary data (it begins with " +
              [&] {
                std::string hex;
                for (const char c : head.substr(0, 8)) hex += format("%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
                return hex;
              }() +
              ")",
          "a TFLite file has 'TFL3' at byte 4; if this is one, it may have been damaged on the way"};
}

}  // namespace

BytesDescription describe_bytes(std::span<const std::byte> bytes) {
  if (bytes.empty()) return {"an empty file", "the download or the copy failed: get the file again"};
  const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::string_view head = all.substr(0, kLook), tail = all.substr(all.size() - std::min(all.size(), kLook));
  if (begins(head, "PK\x03\x04") || begins(head, "PK\x05\x06")) return describe_zip(head, tail);
  for (const Magic& magic : kMagics) {
    if (head.size() >= magic.offset && begins(head.substr(magic.offset), magic.bytes))
      return {std::string(magic.what), std::string(magic.advice)};
  }
  return looks_like_text(head) ? describe_text(head) : describe_binary(head);
}

}  // namespace thimble
