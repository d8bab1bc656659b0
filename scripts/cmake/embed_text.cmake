# Writes OUT/SYMBOL.h and .cpp with the text of FILES. Run at build time by thimble_embed_text.
# The list crosses a command line: its separators arrive escaped.
string(REPLACE "\\;" ";" FILES "${FILES}")
set(type "std::span<const std::pair<std::string_view, std::string_view>>")
set(includes "#include <span>\n#include <string_view>\n#include <utility>\n")
file(WRITE ${OUT}/${SYMBOL}.h "// Generated: name and text of embedded files.\n#pragma once\n${includes}
namespace thimble::embedded {\n${type} ${SYMBOL}();\n}\n")
file(WRITE ${OUT}/${SYMBOL}.cpp "#include \"embedded/${SYMBOL}.h\"\n#include <array>\nnamespace thimble::embedded {\nnamespace {\n")
set(entries "")
set(index 0)
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  # A raw string literal that starts on the line after would begin with that line's end.
  file(APPEND ${OUT}/${SYMBOL}.cpp "constexpr std::string_view text${index} = R\"thimble_text(")
  file(APPEND ${OUT}/${SYMBOL}.cpp "${text}")
  file(APPEND ${OUT}/${SYMBOL}.cpp ")thimble_text\";\n")
  string(APPEND entries "  {\"${name}\", text${index}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(APPEND ${OUT}/${SYMBOL}.cpp "constexpr std::array<std::pair<std::string_view, std::string_view>, ${index}> files{{\n${entries}}};\n}\n
${type} ${SYMBOL}() { return files; }\n}\n")
