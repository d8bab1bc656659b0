#include "core/pipeline/made_network.h"

#include <algorithm>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "core/ir/text_format.h"
#include "core/ops/op_kind.h"

namespace thimble {

namespace {

constexpr std::int64_t kSamplesInFingerprint = 32;

Result<void> read_head(const JsonValue& head, MadeNetwork& out) {
  const auto key = head["key"].text();
  const auto seconds = head["seconds"].number();
  if (head["thimble_made"].integer() != 1 || !key || !seconds || !head["sensitivity"].is_array() || !head["notes"].is_array())
    return bad_data("the first line is " + printable(head.to_json(), 80) + ", expected {\"thimble_made\": 1, \"key\": ...}");
  out.key = std::string(*key);
  out.seconds = std::max(0.0, *seconds);
  for (const JsonValue& layer : head["sensitivity"].items()) {
    out.output.sensitivity.push_back({.layer = layer["layer"].text_or(),
                                      .op = layer["op"].text_or(),
                                      .sqnr_db = layer["sqnr_db"].number().value_or(0),
                                      .output_sqnr_db = layer["output_sqnr_db"].number().value_or(0),
                                      .repair = layer["repair"].text_or()});
  }
  for (const JsonValue& note : head["notes"].items()) {
    const Level level = note["level"].text() == level_name(Level::warning) ? Level::warning : Level::note;
    out.output.notes.add({note["where"].text_or(), note["message"].text_or(), level});
  }
  return {};
}

std::uint64_t hash_of(const Sample& sample, std::uint64_t seed) {
  for (const std::vector<float>& input : sample.inputs) seed = fnv1a(std::as_bytes(std::span(input)), seed);
  seed = fnv1a(std::as_bytes(std::span(&sample.label, 1)), seed);
  return fnv1a(std::as_bytes(std::span(sample.target)), seed);
}

}  // namespace

std::vector<std::byte> save_made_network(const MadeNetwork& made) {
  JsonWriter head;
  head.begin_object().field("thimble_made", 1).field("key", made.key).field("seconds", made.seconds).key("sensitivity").begin_array();
  for (const LayerSensitivity& layer : made.output.sensitivity) {
    head.begin_object().field("layer", layer.layer).field("op", layer.op).field("sqnr_db", layer.sqnr_db);
    head.field("output_sqnr_db", layer.output_sqnr_db).field("repair", layer.repair).end_object();
  }
  head.end_array().key("notes").begin_array();
  for (const Diagnostic& note : made.output.notes.items())
    head.begin_object().field("where", note.where).field("message", note.message).field("level", level_name(note.level)).end_object();
  head.end_array().end_object();
  const std::string text = head.take() + "\n" + print_graph(made.output.graph, {op_name, find_op});
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {bytes.begin(), bytes.end()};
}

Result<MadeNetwork> load_made_network(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return bad_data("no made network: it has one line only");
  MadeNetwork out;
  THIMBLE_TRY(const Json head, Json::parse(text.substr(0, end)));
  THIMBLE_TRY_VOID(read_head(head.root(), out));
  THIMBLE_TRY(out.output.graph, parse_graph(text.substr(end + 1), {op_name, find_op}));
  return out;
}

std::string made_network_key(std::span<const std::string_view> parts) {
  std::string all;
  for (const std::string_view part : parts) all += cat(part.size(), ":", part, ";");
  return sha256_hex(std::as_bytes(std::span(all)));
}

Task<Result<std::string>> fingerprint(JobControl& job, const Graph* model, std::vector<std::shared_ptr<const Samples>> sets) {
  std::uint64_t hash = fnv1a({});
  for (const ValueId value : model->inputs) hash = fnv1a(std::as_bytes(std::span(model->shape(value))), hash);
  for (const Blob& constant : model->constants) {
    hash = fnv1a(constant.bytes(), hash);
    co_await job.pause();
  }
  std::string out = cat(hash);
  for (const std::shared_ptr<const Samples>& samples : sets) {
    const std::int64_t size = samples ? samples->size() : 0, count = std::min(size, kSamplesInFingerprint);
    for (std::int64_t i = 0; i < count; ++i) {
      THIMBLE_CO_TRY(const Sample sample, samples->read(i * size / count));
      hash = hash_of(sample, hash);
      co_await job.pause();
    }
    out += cat("/", size, ":", hash);
  }
  co_return out;
}

}  // namespace thimble
