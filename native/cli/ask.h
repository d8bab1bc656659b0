// ask_for_job: what `thimble optimize` needs, asked step by step on a terminal; every answer has a default and is checked.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace thimble::cli {

// The words of the command line that the answers stand for; they are shown, so that the next time nobody has to ask.
Result<std::vector<std::string>> ask_for_job();

}  // namespace thimble::cli
