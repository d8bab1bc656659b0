#include "core/base/result.h"

namespace thimble {

std::string_view error_code_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_argument: return "invalid_argument";
    case ErrorCode::bad_data: return "bad_data";
    case ErrorCode::unsupported: return "unsupported";
    case ErrorCode::out_of_budget: return "out_of_budget";
    case ErrorCode::cancelled: return "cancelled";
    case ErrorCode::internal: return "internal";
  }
  return "internal";
}

Error::Error(ErrorCode code, std::string message, std::string hint) : state_(new State{code, std::move(message), std::move(hint), {}}) {}

std::string Error::where() const {
  std::string out;
  for (auto place = state_->places.rbegin(); place != state_->places.rend(); ++place) {
    if (!out.empty()) out += " > ";
    out += *place;
  }
  return out;
}

Error&& Error::in(std::string place) && {
  state_->places.push_back(std::move(place));
  return std::move(*this);
}

Error&& Error::or_try(std::string hint) && {
  if (state_->hint.empty()) state_->hint = std::move(hint);
  return std::move(*this);
}

std::string Error::to_string() const {
  std::string out = where();
  if (!out.empty()) out += ": ";
  out += state_->message;
  if (!state_->hint.empty()) out += " (" + state_->hint + ")";
  return out;
}

Error bad_data(std::string message, std::string hint) { return {ErrorCode::bad_data, std::move(message), std::move(hint)}; }
Error invalid_argument(std::string message, std::string hint) { return {ErrorCode::invalid_argument, std::move(message), std::move(hint)}; }
Error unsupported(std::string message, std::string hint) { return {ErrorCode::unsupported, std::move(message), std::move(hint)}; }
Error out_of_budget(std::string message, std::string hint) { return {ErrorCode::out_of_budget, std::move(message), std::move(hint)}; }

}  // namespace thimble
