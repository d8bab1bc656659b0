// write_network: the C files of one network: <name>.h (what an application includes), <name>.c (the layers and the run
//   function), <name>_weights.{h,c} (constant arrays). C99, MIT-0, no heap, nothing of libc but memcpy and memset.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/codegen/network_program.h"

namespace thimble {

struct EmittedFile {
  std::string path;  // inside the package, '/' between folders
  std::string text;
};

std::vector<EmittedFile> write_network(const NetworkProgram& program);

// The functions of <name>.c in order, each as its emitter wrote it: names not yet shortened, lines not yet broken.
void visit_functions(const NetworkProgram& program, const std::function<void(std::string_view text)>& visit);

// The first lines of every emitted file.
std::string file_banner(const NetworkProgram& program, std::string_view file, std::string_view what);

// src/<name><suffix>.h: banner, guard, `includes` in their brackets or quotes, and `declarations` with C linkage.
EmittedFile header_file(const NetworkProgram& program, std::string_view suffix, std::string_view what,
                        std::initializer_list<std::string_view> includes, std::string_view declarations);

// "KWS" for "kws"
std::string macro_prefix(const NetworkProgram& program);

// The C type of a value's elements: "int8_t", "float".
std::string value_c_type(DType dtype);

// Whether the header has functions between real numbers and this value's integers.
bool has_conversions(const NetworkProgram& program, ValueId id);

// "input" where the network has one, else "input_<label>"; unique.
std::vector<std::string> tensor_identifiers(const NetworkProgram& program, const std::vector<ValueId>& ids, std::string_view role);

}  // namespace thimble
