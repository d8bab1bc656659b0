#include "core/ir/text_line.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "core/ir/text_format.h"

namespace thimble {
namespace {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '+' || c == '-';
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

void LineReader::skip_spaces() {
  while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t' || rest_.front() == '\r')) rest_.remove_prefix(1);
}

bool LineReader::at_end() { return peek() == 0; }

char LineReader::peek() {
  skip_spaces();
  return rest_.empty() || rest_.front() == '#' ? char{0} : rest_.front();
}

void LineReader::fail_expected(std::string_view what, std::string hint) {
  if (error_) return;
  std::string found = at_end() ? "the end of the line" : "'" + printable(peek_word().empty() ? rest_.substr(0, 1) : peek_word(), 40) + "'";
  fail(bad_data("found " + found + ", expected " + std::string(what), std::move(hint)));
}

void LineReader::expect_end() {
  if (!at_end()) fail_expected("the end of the line");
}

bool LineReader::accept(char c) {
  if (error_ || peek() != c) return false;
  rest_.remove_prefix(1);
  return true;
}

void LineReader::expect(char c) {
  if (!accept(c)) fail_expected(std::string("'") + c + "'");
}

std::string_view LineReader::peek_word() {
  skip_spaces();
  std::size_t length = 0;
  while (length < rest_.size() && is_word_character(rest_[length])) ++length;
  return rest_.substr(0, length);
}

bool LineReader::accept_word(std::string_view word) {
  if (error_ || peek_word() != word) return false;
  rest_.remove_prefix(word.size());
  return true;
}

void LineReader::expect_word(std::string_view word) {
  if (!accept_word(word)) fail_expected("'" + std::string(word) + "'");
}

std::string_view LineReader::word(std::string_view what) {
  const std::string_view found = error_ ? std::string_view() : peek_word();
  if (found.empty()) fail_expected(what);
  rest_.remove_prefix(found.size());
  return found;
}

std::string_view LineReader::reference(char sigil, std::string_view what) {
  if (peek() != sigil) {
    fail_expected(what);
    return {};
  }
  expect(sigil);
  const std::string_view found = word(what);
  if (found.size() > 64 || found.find_first_of(".+-") != std::string_view::npos) {
    fail(bad_data("found " + std::string(1, sigil) + printable(found, 40) + ", expected " + std::string(what),
                  "a name has letters, digits and '_', at most 64"));
  }
  return found;
}

std::int64_t LineReader::integer(std::string_view what, std::int64_t low, std::int64_t high) {
  if (error_) return low;
  const std::string_view found = peek_word();
  const auto value = parse_int(found);
  if (!value || *value < low || *value > high) {
    fail_expected(std::string(what) + format(" (an integer, %lld to %lld)", static_cast<long long>(low), static_cast<long long>(high)));
    return low;
  }
  rest_.remove_prefix(found.size());
  return *value;
}

double LineReader::real(std::string_view what) {
  if (error_) return 0;
  const std::string_view found = peek_word();
  const auto value = parse_double(found);
  if (!value) {
    fail_expected(std::string(what) + " (a number)");
    return 0;
  }
  rest_.remove_prefix(found.size());
  return *value;
}

float LineReader::single(std::string_view what) {
  const double value = real(what);
  if (std::isinf(value)) return static_cast<float>(value);
  // Half a unit above the greatest float is where rounding to it ends: its own shortest text, 3.4028235e+38, lies between.
  constexpr double kGreatest = FLT_MAX;
  if (std::fabs(value) >= 0x1.ffffffp127) {
    fail(bad_data(std::string(what) + " is " + number_text(value) + ", expected a number that a 32-bit float can hold"));
    return 0;
  }
  return static_cast<float>(std::isnan(value) ? value : std::clamp(value, -kGreatest, kGreatest));
}

// One of \" \\ \xNN; the backslash has been read.
char LineReader::escaped() {
  if (!rest_.empty() && (rest_[0] == '"' || rest_[0] == '\\')) {
    const char c = rest_[0];
    rest_.remove_prefix(1);
    return c;
  }
  if (rest_.size() >= 3 && rest_[0] == 'x' && hex_digit(rest_[1]) >= 0 && hex_digit(rest_[2]) >= 0) {
    const int value = hex_digit(rest_[1]) * 16 + hex_digit(rest_[2]);
    rest_.remove_prefix(3);
    return static_cast<char>(static_cast<unsigned char>(value));
  }
  fail(bad_data("unknown escape in a string", "write \\\", \\\\ or \\xNN with two lower-case hex digits"));
  return 0;
}

std::string LineReader::string() {
  std::string out;
  expect('"');
  while (!error_) {
    if (rest_.empty()) {
      fail(bad_data("a string without its closing quote"));
      break;
    }
    if (out.size() > kMaxTextStringBytes) {
      fail(out_of_budget(format("a string of more than %zu bytes", kMaxTextStringBytes)));
      break;
    }
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '"') break;
    out += c == '\\' ? escaped() : c;
  }
  return out;
}

}  // namespace thimble
