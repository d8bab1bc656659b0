#include "core/api/session.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "tests/support/session_talk.h"

using namespace thimble;
using test::drain;

namespace {

Message only_answer(Session& session, const Message& request) {
  session.post(encode_message(request));
  auto events = drain(session);
  REQUIRE(events.size() == 1);
  return events.front();
}

std::string text_of(const Message& message, std::string_view key) {
  const auto body = Json::parse(message.body);
  REQUIRE(body.ok());
  return body->root()[key].text_or();
}

std::vector<std::byte> with_head(std::string_view head) {
  // A frame of a head alone, written by hand: what a broken or hostile page might send.
  std::vector<std::byte> out = {std::byte{'T'}, std::byte{'H'}, std::byte{'M'}, std::byte{'1'}};
  for (int i = 0; i < 4; ++i) out.push_back(static_cast<std::byte>(head.size() >> (8 * i)));
  out.resize(12);
  for (const char c : head) out.push_back(static_cast<std::byte>(c));
  return out;
}

}  // namespace

TEST_CASE("message: what is encoded decodes to the same", "[api][unit]") {
  const Message sent{
      .id = 7, .re = 3, .kind = "done", .body = R"({"a":[1,"x"]})", .blobs = {Blob::of(std::vector<std::uint8_t>{1, 2, 3}), Blob()}};
  std::int64_t id = 0;
  const auto got = decode_message(encode_message(sent), id);
  REQUIRE(got.ok());
  CHECK(id == 7);
  CHECK(got->re == 3);
  CHECK(got->kind == "done");
  CHECK(got->body == sent.body);
  REQUIRE(got->blobs.size() == 2);
  CHECK(got->blobs[0].copy_as<std::uint8_t>() == std::vector<std::uint8_t>{1, 2, 3});
  CHECK(got->blobs[1].empty());
}

TEST_CASE("message: every truncation is refused", "[api][property]") {
  const auto whole =
      encode_message({.id = 1, .kind = "cancel", .body = R"({"request":1})", .blobs = {Blob::of(std::vector<std::uint8_t>(9))}});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::int64_t id = 0;
    CHECK_FALSE(decode_message(std::span(whole).first(size), id).ok());
  }
}

TEST_CASE("session: an unknown command is refused by name, with the nearest one", "[api][unit]") {
  Session session;
  const Message answer = only_answer(session, {.id = 5, .kind = "cancle"});
  CHECK(answer.re == 5);
  CHECK(answer.kind == "failed");
  CHECK(text_of(answer, "code") == "unsupported");
  CHECK(text_of(answer, "message") == "no command `cancle`; did you mean `cancel`?");
  CHECK(text_of(answer, "hint").find("open_model") != std::string::npos);
}

TEST_CASE("session: a wrong version, a bad body and bytes that are no message fail with a message, never silently", "[api][unit]") {
  Session session;
  for (const auto& [bytes, re, part] : {
           std::tuple{with_head(R"({"v":2,"id":9,"kind":"cancel","body":{}})"), 9, "version 2"},
           std::tuple{with_head(R"({"v":1,"id":9,"kind":"cancel","body":[]})"), 9, "an object, not a array"},
           std::tuple{with_head(R"({"v":1,"id":9,"kind":"cancel","body":{},"blobs":1})"), 9, "0 came"},
           std::tuple{with_head(R"({"v":1,"id":9,"kind":"cancel","body":{"request":"x"}})"), 9, "\"x\""},
           std::tuple{with_head(R"({"v":1,"kind":"cancel"})"), 0, "\"id\""},
           std::tuple{with_head(R"([1])"), 0, "object"},
           std::tuple{with_head(R"({"v":1,)"), 0, "not JSON"},
           std::tuple{std::vector<std::byte>(3), 0, "THM1"},
       }) {
    session.post(bytes);
    const auto events = drain(session);
    REQUIRE(events.size() == 1);
    CHECK(events[0].kind == "failed");
    CHECK(events[0].re == re);
    INFO(text_of(events[0], "message"));
    CHECK(text_of(events[0], "message").find(part) != std::string::npos);
  }
}

TEST_CASE("session: list_commands names every command of commands.def", "[api][unit]") {
  Session session;
  const Message answer = only_answer(session, {.id = 1, .kind = "list_commands"});
  CHECK(answer.kind == "done");
  for (const CommandDef* command : all_commands()) {
    CHECK(answer.body.find("\"" + std::string(command->name) + "\"") != std::string::npos);
    CHECK_FALSE(command->doc.empty());
  }
}

TEST_CASE("session: cancelling what does not run says so", "[api][unit]") {
  Session session;
  CHECK(only_answer(session, {.id = 1, .kind = "cancel", .body = R"({"request":77})"}).body == R"({"cancelled":false})");
}
