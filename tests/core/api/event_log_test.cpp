#include "core/api/event_log.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "core/api/replay_events.h"
#include "core/base/text.h"
#include "tests/support/session_talk.h"

using namespace thimble;

namespace {

const std::string kFirstLine = R"({"thimble_events":1,"core":"core","threads":1,"browser":"a test"})"
                               "\n";

ByteSource source_of(std::vector<std::byte> bytes) {
  const auto size = static_cast<std::int64_t>(bytes.size());
  return {"digits_int8.tflite", size, [bytes = std::move(bytes)](std::int64_t offset, std::span<std::byte> out) -> Result<void> {
            std::copy_n(bytes.begin() + offset, out.size(), out.begin());
            return {};
          }};
}

Result<ByteSource> find(const LoggedFile& file) {
  if (file.path != "digits_int8.tflite") return bad_data("is not there");
  return source_of(test::int8_sample());
}

// A session as web/event_log.js logs it.
struct Logged : test::SessionTalk {
  std::string text = kFirstLine;

  void request(const std::string& kind, const std::string& body, std::vector<std::byte> file = {}) {
    std::string line = cat(R"({"ms":1,"request":{"v":1,"id":)", last_id + 1, R"(,"kind":")", kind, R"(","body":)", body, R"(,"blobs":0})");
    if (!file.empty()) line += cat(R"(,"file":{"path":"digits_int8.tflite","size":)", file.size(), "}");
    text += line + "}\n";
    std::vector<Blob> blobs;
    if (!file.empty()) blobs.emplace_back(std::move(file));
    const Message answer = ask(kind, body, std::move(blobs));
    text += cat(R"({"ms":2,"answer":{"v":1,"id":9,"re":)", answer.re, R"(,"kind":")", answer.kind, R"(","body":)", answer.body,
                R"(,"blobs":0}})", "\n");
  }
};

std::string small_session() {
  Logged log;
  log.request("open_model", R"({"name":"digits_int8.tflite"})", test::int8_sample());
  log.request("select_target", R"({"target":"stm32f746"})");
  log.request("emit_package", "{}");
  log.request("chose_candidate", "{}");  // no such command
  return log.text;
}

}  // namespace

TEST_CASE("event log: a session that is replayed answers the same, the package's hash among it", "[api][unit]") {
  const auto log = read_event_log(small_session());
  REQUIRE(log.ok());
  REQUIRE(log->entries.size() == 8);
  int heard = 0;
  const auto requests = replay_events(*log, find, [&](const ReplayedRequest&) { ++heard; });
  REQUIRE(requests.size() == 4);
  CHECK(heard == 4);
  for (const ReplayedRequest& request : requests) {
    INFO(request.kind << ": " << request.logged << " / " << request.here);
    CHECK(request.outcome == Replayed::same);
  }
  CHECK(requests[2].here.find("sha256") != std::string::npos);
  CHECK(requests[3].here.starts_with("failed"));
}

TEST_CASE("event log: an answer that is another now is told with both", "[api][unit]") {
  std::string text = small_session();
  const std::size_t at = text.find(R"("sha256":")") + 10;
  text[at] = text[at] == 'f' ? '0' : 'f';
  const auto log = read_event_log(text);
  REQUIRE(log.ok());
  const auto requests = replay_events(*log, find);
  REQUIRE(requests.size() == 4);
  CHECK(requests[1].outcome == Replayed::same);
  CHECK(requests[2].outcome == Replayed::different);
  CHECK(requests[2].logged != requests[2].here);
}

TEST_CASE("event log: a request whose file is not there is left out, the others are done", "[api][unit]") {
  const auto log = read_event_log(small_session());
  REQUIRE(log.ok());
  const auto requests = replay_events(*log, [](const LoggedFile&) -> Result<ByteSource> { return bad_data("is not there"); });
  REQUIRE(requests.size() == 4);
  CHECK(requests[0].outcome == Replayed::left_out);
  CHECK(requests[0].here.find("is not there") != std::string::npos);
  CHECK(requests[1].outcome == Replayed::different);  // no model is open
  CHECK(requests[3].outcome == Replayed::same);
}

TEST_CASE("event log: after a death a new core is asked; what the old one owed is told", "[api][unit]") {
  std::string first = small_session();
  first += R"({"ms":3,"request":{"v":1,"id":9,"kind":"list_targets","body":{},"blobs":0}})"
           "\n"
           R"({"ms":4,"died":"out of memory"})"
           "\n"
           R"({"ms":5,"request":{"v":1,"id":10,"kind":"emit_package","body":{},"blobs":0}})"
           "\n";
  const auto log = read_event_log(first);
  REQUIRE(log.ok());
  const auto requests = replay_events(*log, find);
  REQUIRE(requests.size() == 6);
  CHECK(requests[4].kind == "list_targets");
  CHECK(requests[4].outcome == Replayed::different);
  CHECK(requests[4].logged.find("out of memory") != std::string::npos);
  CHECK(requests[5].outcome == Replayed::same);             // the log ends before its answer
  CHECK(requests[5].here.find("failed") == 0);              // the new core has no model
}

TEST_CASE("event log: a cancelled request is cancelled again", "[api][unit]") {
  std::string text = kFirstLine;
  text += R"({"ms":1,"request":{"v":1,"id":1,"kind":"list_targets","body":{},"blobs":0}})"
          "\n"
          R"({"ms":1,"request":{"v":1,"id":2,"kind":"cancel","body":{"request":1},"blobs":0}})"
          "\n"
          R"({"ms":1,"answer":{"v":1,"id":1,"re":1,"kind":"failed","body":{"code":"cancelled",)"
          R"("message":"cancelled","where":"","hint":""},"blobs":0}})"
          "\n"
          R"({"ms":1,"answer":{"v":1,"id":2,"re":2,"kind":"done","body":{"cancelled":true},"blobs":0}})"
          "\n";
  const auto log = read_event_log(text);
  REQUIRE(log.ok());
  const auto requests = replay_events(*log, find);
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].outcome == Replayed::same);
  CHECK(requests[1].outcome == Replayed::same);
}

TEST_CASE("event log: what is no log is refused by line", "[api][unit]") {
  const auto refused = [](const std::string& text, const std::string& expected) {
    const auto log = read_event_log(text);
    REQUIRE_FALSE(log.ok());
    INFO(log.error().to_string());
    CHECK(log.error().to_string().find(expected) != std::string::npos);
  };
  refused("", "empty");
  refused("{}\n", "line 1");
  refused("[1]\n", "thimble_events");
  refused(kFirstLine + "\n{\"request\":{\"id\":1}}\n", "line 3");
  refused(kFirstLine + R"({"request":{"id":1,"kind":"a","body":{}},"file":{"path":"a","size":-1}})", "line 2");
  refused(kFirstLine + "{\"request\":", "line 2");
}
