#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "core/api/session.h"
#include "core/base/json.h"
#include "core/package/package.h"
#include "core/pipeline/build_network.h"
#include "tests/support/session_talk.h"
#include "view_generated.h"

using namespace thimble;

namespace {

// Answers with every event of a request.
struct Talk : test::SessionTalk {
  std::vector<Message> ask(const std::string& kind, const std::string& body, std::vector<Blob> blobs = {}) {
    SessionTalk::ask(kind, body, std::move(blobs));
    return events;
  }
};

const Message* view_of(const std::vector<Message>& events, const std::string& name) {
  for (const Message& event : events) {
    if (event.kind == "view" && event.body.find("\"" + name + "\"") != std::string::npos) return &event;
  }
  return nullptr;
}

template <class T>
const T& root_of(const Message* event, std::vector<std::byte>& keep) {
  REQUIRE(event);
  REQUIRE(event->blobs.size() == 1);
  keep.assign(event->blobs[0].bytes().begin(), event->blobs[0].bytes().end());
  const auto* data = reinterpret_cast<const std::uint8_t*>(keep.data());
  flatbuffers::Verifier verifier(data, keep.size());
  REQUIRE(verifier.VerifyBuffer<T>(nullptr));
  return *flatbuffers::GetRoot<T>(data);
}

const std::string open_body = R"({"name":"folder/digits_int8.tflite"})";

}  // namespace

TEST_CASE("open_model: the sample gives verified views of its layers, memory and targets", "[api][unit]") {
  Talk talk;
  const auto events = talk.ask("open_model", open_body, {Blob(test::int8_sample())});
  CHECK(events.back().kind == "done");
  std::vector<std::byte> keep;
  const auto& model = root_of<view::ModelView>(view_of(events, "model"), keep);
  CHECK(model.file_name()->str() == "digits_int8.tflite");
  CHECK(model.layers()->size() >= 4);
  std::vector<std::byte> keep_memory;
  const auto& memory = root_of<view::MemoryView>(view_of(events, "memory"), keep_memory);
  CHECK(memory.arena_bytes() > 0);
  CHECK(memory.steps()->size() == model.layers()->size());
  for (const view::Block* block : *memory.blocks()) CHECK(block->offset() + block->bytes() <= memory.arena_bytes());
  std::vector<std::byte> keep_targets;
  CHECK(root_of<view::TargetsView>(view_of(events, "targets"), keep_targets).targets()->size() >= 15);
}

TEST_CASE("open_model: what is no model fails in words, and the model from before stays open", "[api][unit]") {
  Talk talk;
  talk.ask("open_model", open_body, {Blob(test::int8_sample())});
  auto cut = test::int8_sample();
  cut.resize(cut.size() / 2);
  for (const auto& bytes : {cut, std::vector<std::byte>(), std::vector<std::byte>(64)}) {
    const auto events = talk.ask("open_model", R"({"name":"broken.tflite"})", {Blob(bytes)});
    CHECK(events.back().kind == "failed");
    CHECK(events.back().body.find("broken.tflite") != std::string::npos);
    CHECK(view_of(events, "model") == nullptr);
  }
  CHECK(talk.ask("emit_package", "{}").back().kind == "done");
}

TEST_CASE("emit_package: the same bytes as the pipeline's own package, and the same every time", "[api][unit]") {
  Talk talk;
  talk.ask("open_model", open_body, {Blob(test::int8_sample())});
  const auto first = talk.ask("emit_package", R"({"target":"stm32f746"})");
  const auto second = talk.ask("emit_package", R"({"target":"stm32f746"})");
  REQUIRE(first.back().kind == "done");
  REQUIRE(first.back().blobs.size() == 1);
  const auto model = open_model(test::int8_sample(), "digits_int8.tflite");
  REQUIRE(model.ok());
  const Device* device = find_device("stm32f746");
  JobControl job;
  const auto package = job.run(build_package(job, std::make_shared<const OpenModel>(*model), device));
  REQUIRE(package.ok());
  const auto zip = zip_package(*package);
  const auto got = first.back().blobs[0].bytes();
  CHECK(std::vector<std::byte>(got.begin(), got.end()) == zip);
  CHECK(second.back().body == first.back().body);
  std::vector<std::byte> keep;
  CHECK(root_of<view::PackageView>(view_of(first, "package"), keep).files()->size() == package->files.size());
}

TEST_CASE("select_target: the choice shows in the views; an unknown one is answered with the nearest", "[api][unit]") {
  Talk talk;
  CHECK(talk.ask("select_target", R"({"target":"stm32f746"})").back().body.find("no model is open") != std::string::npos);
  talk.ask("open_model", open_body, {Blob(test::int8_sample())});
  const auto events = talk.ask("select_target", R"({"target":"stm32f746"})");
  CHECK(events.back().kind == "done");
  std::vector<std::byte> keep;
  CHECK(root_of<view::TargetsView>(view_of(events, "targets"), keep).selected()->str() == "stm32f746");
  CHECK(talk.ask("select_target", R"({"target":"stm32f74"})").back().body.find("stm32f746") != std::string::npos);
}

TEST_CASE("cancel: a waiting request ends as cancelled, and its answer comes once", "[api][unit]") {
  Talk talk;
  const std::int64_t opened = talk.post("open_model", open_body, {Blob(test::int8_sample())});
  talk.post("cancel", R"({"request":)" + std::to_string(opened) + "}");
  int answers = 0;
  for (const Message& event : test::drain(talk.session)) {
    if (event.re != opened) continue;
    CHECK(event.kind == "failed");
    CHECK(event.body.find("\"cancelled\"") != std::string::npos);
    ++answers;
  }
  CHECK(answers == 1);
  CHECK(talk.ask("emit_package", "{}").back().body.find("no model is open") != std::string::npos);
}

TEST_CASE("list_targets: every built-in device", "[api][unit]") {
  Talk talk;
  const std::string body = talk.ask("list_targets", "{}").back().body;
  for (const Device& device : builtin_devices()) CHECK(body.find("\"" + device.id + "\"") != std::string::npos);
}
