#include <catch2/catch_test_macros.hpp>
#include <string>

#include "core/base/json.h"
#include "core/formats/format_def.h"
#include "core/techniques/technique_def.h"
#include "tests/support/float_nets.h"
#include "tests/support/session_talk.h"

using namespace thimble;
using test::Seen;
using test::SessionTalk;

namespace {

// Pictures of 8x8 whose class is the quarter that is bright.
struct Digits {
  std::vector<std::byte> images, labels;
  explicit Digits(int count) {
    const auto head = [](std::vector<std::byte>& to, std::initializer_list<int> sizes) {
      for (const int byte : {0, 0, 8, static_cast<int>(sizes.size())}) to.push_back(static_cast<std::byte>(byte));
      for (const int size : sizes) {
        for (const int shift : {24, 16, 8, 0}) to.push_back(static_cast<std::byte>(size >> shift));
      }
    };
    head(images, {count, 8, 8});
    head(labels, {count});
    Rng rng(5);
    for (int i = 0; i < count; ++i) {
      const int label = i % 4;
      labels.push_back(static_cast<std::byte>(label));
      for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 8; ++x) {
          const bool bright = (y / 4) * 2 + x / 4 == label;
          images.push_back(static_cast<std::byte>((bright ? 160 : 20) + static_cast<int>(rng.uniform(0, 59))));
        }
      }
    }
  }
};

std::vector<std::byte> float_network() {
  FloatNet net(3);
  ValueId x = net.input({1, 8, 8, 1});
  x = net.conv(x, 4, 3, 1, "relu");
  x = net.dense(net.node(OpKind::reshape, {x}, {{"shape", std::vector<std::int64_t>{1, 256}}}), 4, "none");
  const Graph graph = net.finish({x});
  Diagnostics notes;
  auto text = save_model(*find_format("text"), graph, {}, notes);
  REQUIRE(text.ok());
  return *text;
}

struct Talk : SessionTalk {
  Talk() {
    const Digits digits(120);
    files[1] = digits.images;
    files[2] = digits.labels;
  }
  void open_both() {
    REQUIRE(ask("open_model", R"({"name":"net.tir"})", {Blob(float_network())}).kind == "done");
    const Message& answer = ask("open_data", data_body());
    INFO(answer.body);
    REQUIRE(answer.kind == "done");
  }
  std::string data_body() const {
    return R"({"files":[{"path":"a-images-idx3-ubyte","size":)" + std::to_string(files.at(1).size()) +
           R"(,"handle":1},{"path":"a-labels-idx1-ubyte","size":)" + std::to_string(files.at(2).size()) + R"(,"handle":2}]})";
  }
};

}  // namespace

TEST_CASE("open_data: samples with their pictures, classes and splits, read through the page's files", "[api][unit]") {
  Talk talk;
  talk.open_both();
  const Seen<view::DataView> data(talk.last_view("data"));
  CHECK(data->tiles()->size() == 24);
  CHECK(data->tiles()->Get(0)->original());
  CHECK(data->tiles()->Get(0)->seen());
  CHECK(data->classes()->size() == 4);
  CHECK(data->splits()->size() == 3);
  CHECK(data->preprocessing()->size() > 0);
  const Seen<view::PlanView> plan(talk.last_view("plan"));
  CHECK(plan->blocked()->str() == "");
  CHECK(plan->techniques()->size() == all_techniques().size());
}

TEST_CASE("open_data: what is no data, is gone, or does not fit the model is answered in words; what was open stays", "[api][unit]") {
  Talk talk;
  talk.open_both();
  for (const char* body : {"{}", R"({"files":[]})", R"({"files":[{"path":"a"}]})", R"({"files":[{"path":"a","size":-1,"handle":1}]})",
                           R"({"files":[{"path":"gone.npy","size":100,"handle":9}]})"}) {
    INFO(body);
    CHECK(talk.ask("open_data", body).kind == "failed");
    CHECK(talk.last_view("data") == nullptr);
  }
  CHECK(talk.ask("run_optimize", "{}").kind == "done");

  Talk other;
  other.files[1].resize(100);  // cut short
  other.ask("open_model", R"({"name":"net.tir"})", {Blob(float_network())});
  const Message& cut = other.ask("open_data", other.data_body());
  CHECK(cut.kind == "failed");
  CHECK(cut.body.find("a-images-idx3-ubyte") != std::string::npos);
}

TEST_CASE("open_data: data before the model wait for it", "[api][unit]") {
  Talk talk;
  REQUIRE(talk.ask("open_data", talk.data_body()).kind == "done");
  CHECK_FALSE(Seen<view::DataView>(talk.last_view("data"))->tiles()->Get(0)->seen());
  CHECK(Seen<view::PlanView>(talk.last_view("plan"))->blocked()->str() == "Open a model first.");
  REQUIRE(talk.ask("open_model", R"({"name":"net.tir"})", {Blob(float_network())}).kind == "done");
  CHECK(Seen<view::DataView>(talk.last_view("data"))->tiles()->Get(0)->seen());
}

TEST_CASE("run_optimize: an integer network is judged as it is, on every sample, and its package is made", "[api][unit]") {
  Talk first;
  first.open_both();
  REQUIRE(first.ask("run_optimize", "{}").kind == "done");
  const Message exported = first.ask("export_model", R"({"candidate":"ptq_int8","format":"tflite"})");
  REQUIRE(exported.blobs.size() == 1);
  Talk talk;
  REQUIRE(talk.ask("open_model", R"({"name":"net.tflite"})", exported.blobs).kind == "done");
  CHECK(Seen<view::PlanView>(talk.last_view("plan"))->blocked()->str().find("Open samples") != std::string::npos);
  CHECK(talk.ask("run_optimize", "{}").kind == "done");  // sizes alone
  REQUIRE(talk.ask("open_data", talk.data_body()).kind == "done");
  const Seen<view::PlanView> plan(talk.last_view("plan"));
  CHECK(plan->blocked()->str().empty());
  CHECK(plan->summary()->str() == "The network as it is, judged on 120 samples");
  CHECK(plan->techniques()->Get(0)->blocked()->str() == "The network is integer already.");
  CHECK(Seen<view::DataView>(talk.last_view("data"))->splits()->size() == 1);
  const Message& done = talk.ask("run_optimize", "{}");
  INFO(done.body);
  REQUIRE(done.kind == "done");
  CHECK(done.body == R"({"recommended":"as_given"})");
  const Seen<view::ResultsView> results(talk.last_view("results"));
  REQUIRE(results->candidates()->size() == 1);
  CHECK(results->candidates()->Get(0)->accuracy()->text()->str() != "-");
  CHECK(results->candidates()->Get(0)->accuracy()->tip()->str().find("120 samples, by integer kernels") != std::string::npos);
  CHECK(results->baseline()->size() == 0);
  CHECK(Seen<view::RunView>(talk.last_view("run"))->title()->str() == "Finished");
  CHECK(talk.ask("emit_package", "{}").kind == "done");
}

TEST_CASE("edit_plan: limits, options and samples as typed; a wrong one blocks the run and says why", "[api][unit]") {
  Talk talk;
  talk.open_both();
  CHECK(talk.ask("edit_plan", R"({"limit":"flash","value":"100K"})").kind == "done");
  CHECK(Seen<view::PlanView>(talk.last_view("plan"))->recipe()->str().find("100000") != std::string::npos);
  CHECK(talk.ask("edit_plan", R"({"limit":"flash","value":"64KiB"})").kind == "done");
  CHECK(Seen<view::PlanView>(talk.last_view("plan"))->recipe()->str().find("65536") != std::string::npos);
  CHECK(talk.ask("edit_plan", R"({"limit":"latency","value":"500us"})").kind == "done");
  CHECK(Seen<view::PlanView>(talk.last_view("plan"))->recipe()->str().find("\"latency_ms\": 0.5") != std::string::npos);
  talk.ask("edit_plan", R"({"limit":"latency","value":""})");
  talk.ask("edit_plan", R"({"limit":"flash","value":"lots"})");
  CHECK(Seen<view::PlanView>(talk.last_view("plan"))->blocked()->str() == "Flash is `lots`: no size; try 100K or 64KiB");
  CHECK(talk.ask("run_optimize", "{}").kind == "failed");
  talk.ask("edit_plan", R"({"limit":"flash","value":""})");
  talk.ask("edit_plan", R"({"samples":"tuning","value":"10"})");
  talk.ask("edit_plan", R"({"samples":"calibration","value":"20"})");
  CHECK(Seen<view::DataView>(talk.last_view("data"))->splits()->Get(0)->count()->sort() == 20);
  for (const char* body : {"{}", R"({"goal":"best"})", R"({"limit":"weight","value":"3"})", R"({"technique":"magic","chosen":"true"})"}) {
    INFO(body);
    CHECK(talk.ask("edit_plan", body).kind == "failed");
  }
  for (const NamedTechnique& technique : all_techniques())
    talk.ask("edit_plan", R"({"technique":")" + std::string(technique.name) + R"(","chosen":"false"})");
  CHECK(Seen<view::PlanView>(talk.last_view("plan"))->blocked()->str() == "Choose a technique.");
}

TEST_CASE("edit_plan: edits are undone one by one and done again; what changes nothing is no edit", "[api][unit]") {
  Talk talk;
  talk.open_both();
  const auto plan = [&] { return Seen<view::PlanView>(talk.last_view("plan")); };
  const auto flash = [&] { return plan()->limits()->Get(0)->value()->str(); };
  talk.ask("edit_plan", R"({"limit":"flash","value":"100K"})");
  talk.ask("edit_plan", R"({"limit":"flash","value":"100K"})");
  talk.ask("edit_plan", R"({"limit":"flash","value":"lots"})");
  CHECK(plan()->can_undo());
  talk.ask("edit_plan", R"({"undo":true})");
  CHECK(flash() == "100K");
  CHECK(plan()->blocked()->str() == "");
  talk.ask("edit_plan", R"({"undo":true})");
  CHECK(flash() == "");
  CHECK_FALSE(plan()->can_undo());
  CHECK(talk.ask("edit_plan", R"({"undo":true})").kind == "done");
  talk.ask("edit_plan", R"({"redo":true})");
  CHECK(flash() == "100K");
  CHECK(plan()->can_redo());
  talk.ask("edit_plan", R"({"samples":"calibration","value":"20"})");
  CHECK_FALSE(plan()->can_redo());
  for (const char* typed : {"8", "80", "80K"}) talk.ask("edit_plan", R"({"limit":"flash","value":")" + std::string(typed) + R"("})");
  CHECK(flash() == "80K");
  talk.ask("edit_plan", R"({"undo":true})");
  CHECK(flash() == "100K");
  talk.ask("edit_plan", R"({"undo":true})");
  CHECK(Seen<view::DataView>(talk.last_view("data"))->splits()->Get(0)->count()->sort() != 20);
}

TEST_CASE("plan_view: what a technique does to size is told before it has run, and what it did after", "[api][unit]") {
  Talk talk;
  talk.open_both();
  const auto effect_of = [&](std::string_view name) {
    const Seen<view::PlanView> plan(talk.last_view("plan"));
    std::string out;
    for (const view::PlanTechnique* technique : *plan->techniques()) {
      if (technique->name()->string_view() != name || !technique->effect()) continue;
      out = technique->effect_note()->str();
      for (const view::Fact* fact : *technique->effect()) out += ", " + fact->label()->str();
    }
    return out;
  };
  CHECK(effect_of("ptq_int8") == "Expected, Weights, Activations, Accuracy");
  REQUIRE(talk.ask("run_optimize", "{}").kind == "done");
  CHECK(effect_of("ptq_int8").starts_with("In the last run, "));
  CHECK(effect_of("ptq_int8").ends_with("Against float, Constants, Arena"));
  REQUIRE(talk.ask("open_model", R"({"name":"net.tir"})", {Blob(float_network())}).kind == "done");
  CHECK(effect_of("ptq_int8") == "Expected, Weights, Activations, Accuracy");
}

TEST_CASE("run_optimize: rows while it runs, results, then candidates, exports and the package of the chosen one", "[api][unit]") {
  Talk talk;
  talk.open_both();
  const Message& done = talk.ask("run_optimize", "{}");
  INFO(done.body);
  REQUIRE(done.kind == "done");
  const Seen<view::RunView> run(talk.last_view("run"));
  CHECK(run->rows()->size() == all_techniques().size() + 1);
  for (const view::RunRow* row : *run->rows()) CHECK((row->state() == view::RowState::done || row->state() == view::RowState::failed));
  const Seen<view::ResultsView> results(talk.last_view("results"));
  REQUIRE(results->candidates()->size() == all_techniques().size());
  CHECK(results->chosen()->size() > 0);
  CHECK(results->candidates()->Get(0)->accuracy()->origin() == view::Origin::measured);

  CHECK(talk.ask("choose_candidate", R"({"candidate":"ptq_int8"})").kind == "done");
  CHECK(Seen<view::ResultsView>(talk.last_view("results"))->chosen()->str() == "ptq_int8");
  CHECK(talk.ask("choose_candidate", R"({"candidate":"none"})").kind == "failed");
  const Message exported = talk.ask("export_model", R"({"format":"tflite"})");
  REQUIRE(exported.kind == "done");
  CHECK(exported.body.find("net_ptq_int8.tflite") != std::string::npos);
  CHECK(exported.blobs[0].size() > 500);
  CHECK(talk.ask("export_model", R"({"format":"png"})").kind == "failed");
  const Message package = talk.ask("emit_package", R"({"candidate":"ptq_int8","save":true})");
  REQUIRE(package.kind == "done");
  CHECK(package.blobs[0].size() > 1000);
  for (const char* form : {"html", "json"}) CHECK(talk.ask("save_report", std::string(R"({"format":")") + form + "\"}").kind == "done");
}

TEST_CASE("run_optimize: cancelled at any step it leaves everything as it was", "[api][unit]") {
  for (const int steps : {0, 1, 3, 8, 20}) {
    Talk talk;
    talk.open_both();
    talk.events.clear();
    const std::int64_t request = talk.post("run_optimize", "{}");
    for (int i = 0; i < steps; ++i) talk.poll();
    talk.post("cancel", R"({"request":)" + std::to_string(request) + "}");
    while (talk.poll()) {
    }
    int answers = 0;
    for (const Message& event : talk.events) answers += event.re == request && (event.kind == "done" || event.kind == "failed") ? 1 : 0;
    CHECK(answers == 1);
    const bool finished = talk.last_view("results") != nullptr;
    CHECK(talk.ask("save_report", "{}").kind == (finished ? "done" : "failed"));
    CHECK(talk.ask("emit_package", "{}").kind == "done");
  }
}

TEST_CASE("check_outputs: agreement with another runtime's answers; what does not match is refused", "[api][unit]") {
  Talk talk;
  talk.open_both();
  CHECK(talk.ask("check_inputs", "{}").kind == "failed");
  REQUIRE(talk.ask("run_optimize", "{}").kind == "done");
  const Message inputs = talk.ask("check_inputs", "{}");
  REQUIRE(inputs.kind == "done");
  const auto body = Json::parse(inputs.body);
  const std::int64_t count = body->root()["count"].integer().value_or(-1);
  REQUIRE(count > 0);
  REQUIRE(inputs.blobs.size() == 4);
  CHECK(inputs.blobs[0].empty());  // the model came as text
  CHECK(inputs.blobs[2].size() == static_cast<std::size_t>(count) * 64 * 4);
  const std::vector<float> wrong(static_cast<std::size_t>(count) * 4, 0.0f);
  const std::string about =
      R"({"version":"1","runs":[{"count":0,"error":""},{"count":)" + std::to_string(wrong.size()) + R"(,"error":""}]})";
  const Message& answer = talk.ask("check_outputs", about, {Blob::of(wrong)});
  INFO(about << answer.body);
  REQUIRE(answer.kind == "done");
  const Seen<view::ChecksView> checks(talk.last_view("checks"));
  REQUIRE(checks->rows()->size() == 1);
  CHECK(checks->rows()->Get(0)->meaning() == view::Meaning::attention);
  CHECK(talk.ask("check_outputs", about, {Blob::of(wrong)}).kind == "failed");  // no check is open any more
}

TEST_CASE("restore_checkpoint: a new session goes on from an earlier one's networks, to the same exports", "[api][unit]") {
  const auto checkpoints_of = [](const Talk& talk) {
    std::vector<Blob> out;
    for (const Message& event : talk.events) {
      if (event.kind == "view" && event.body.find("\"checkpoint\"") != std::string::npos) out.push_back(event.blobs[0]);
    }
    return out;
  };
  const auto exported = [](Talk& talk) {
    const Message& answer = talk.ask("export_model", R"({"candidate":"ptq_int8","format":"tflite"})");
    REQUIRE(answer.kind == "done");
    return std::vector<std::byte>(answer.blobs[0].bytes().begin(), answer.blobs[0].bytes().end());
  };
  Talk before;
  before.open_both();
  REQUIRE(before.ask("run_optimize", "{}").kind == "done");
  const std::vector<Blob> checkpoints = checkpoints_of(before);
  CHECK(checkpoints.size() == all_techniques().size());

  Talk after;
  for (const Blob& checkpoint : checkpoints) REQUIRE(after.ask("restore_checkpoint", "{}", {checkpoint}).kind == "done");
  after.open_both();
  REQUIRE(after.ask("run_optimize", "{}").kind == "done");
  CHECK(checkpoints_of(after).empty());
  CHECK(exported(after) == exported(before));
  // The same session, run again with another limit: nothing is made again either.
  after.ask("edit_plan", R"({"limit":"flash","value":"100K"})");
  REQUIRE(after.ask("run_optimize", "{}").kind == "done");
  CHECK(checkpoints_of(after).empty());

  const Message& bad = after.ask("restore_checkpoint", "{}", {Blob::of(std::vector<std::uint8_t>(9))});
  CHECK(bad.kind == "failed");
}
