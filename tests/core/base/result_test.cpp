#include "core/base/result.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "core/base/blob.h"
#include "core/base/checked.h"
#include "core/base/diagnostics.h"

namespace thimble::test {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return bad_data("an odd number", "give an even one");
  return number / 2;
}

Result<int> quarter(int number) {
  THIMBLE_TRY(const int once, half(number).in("first"));
  THIMBLE_TRY(const int twice, half(once).in("second"));
  return twice;
}

Result<void> check_quarter(int number) {
  THIMBLE_TRY_VOID(quarter(number).in("check"));
  return {};
}

}  // namespace

TEST_CASE("result: a value comes through, an error stops and gathers places outwards", "[base][unit]") {
  CHECK(*quarter(12) == 3);
  const auto first = quarter(3);
  REQUIRE(!first.ok());
  CHECK(first.error().where() == "first");
  const auto second = check_quarter(6);
  REQUIRE(!second.ok());
  CHECK(second.error().code() == ErrorCode::bad_data);
  CHECK(second.error().to_string() == "check > second: an odd number (give an even one)");
  CHECK(check_quarter(8).ok());
  CHECK(bad_data("no number").or_try("give one").in("line 2").to_string() == "line 2: no number (give one)");
  CHECK(bad_data("no number", "see the manual").or_try("give one").hint() == "see the manual");
}

TEST_CASE("result: every code has a name of its own", "[base][unit]") {
  CHECK(error_code_name(ErrorCode::invalid_argument) == "invalid_argument");
  CHECK(error_code_name(ErrorCode::bad_data) == "bad_data");
  CHECK(error_code_name(ErrorCode::unsupported) == "unsupported");
  CHECK(error_code_name(ErrorCode::out_of_budget) == "out_of_budget");
  CHECK(error_code_name(ErrorCode::cancelled) == "cancelled");
  CHECK(error_code_name(ErrorCode::internal) == "internal");
  CHECK(invalid_argument("x").code() == ErrorCode::invalid_argument);
  CHECK(unsupported("x").code() == ErrorCode::unsupported);
  CHECK(out_of_budget("x").to_string() == "x");
}

TEST_CASE("checked: sizes that do not fit are nothing", "[base][unit]") {
  CHECK(checked_mul(1 << 20, 1 << 20) == std::int64_t{1} << 40);
  CHECK(!checked_mul(INT64_MAX, 2));
  CHECK(!checked_mul(INT64_MIN, -1));
  CHECK(!checked_add(INT64_MAX, 1));
  CHECK(checked_add(-5, 3) == -2);
}

TEST_CASE("blob: copies share the bytes", "[base][unit]") {
  const Blob first = Blob::of(std::vector<std::int16_t>{1, -2, 300});
  const Blob second = first;
  CHECK(second.bytes().data() == first.bytes().data());
  CHECK(second.size() == 6);
  CHECK(second.copy_as<std::int16_t>() == std::vector<std::int16_t>{1, -2, 300});
  CHECK(Blob().empty());
  CHECK(Blob::of(std::vector<float>{}).copy_as<float>().empty());
}

TEST_CASE("diagnostics: at most a hundred notes are kept", "[base][unit]") {
  Diagnostics diagnostics;
  CHECK(diagnostics.empty());
  for (int i = 0; i < 1000; ++i) diagnostics.note("here", "message");
  CHECK(diagnostics.items().size() == Diagnostics::kMaxItems);
  CHECK(diagnostics.items().front().where == "here");
}

}  // namespace thimble::test
