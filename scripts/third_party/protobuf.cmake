# Protocol Buffers 3.21: the lite runtime everywhere; on the machine we build on, a protoc that writes C++ only.
set(protobuf ${THIMBLE_SOURCES}/protobuf/src/google/protobuf)

# Its parser takes a file's bytes and answers yes or no: neither exceptions nor RTTI.
set(lite any_lite arena arenastring arenaz_sampler extension_set generated_enum_util generated_message_tctable_lite
  generated_message_util implicit_weak_message inlined_string_field io/coded_stream io/io_win32 io/strtod io/zero_copy_stream
  io/zero_copy_stream_impl io/zero_copy_stream_impl_lite map message_lite parse_context repeated_field repeated_ptr_field
  stubs/bytestream stubs/common stubs/int128 stubs/status stubs/statusor stubs/stringpiece stubs/stringprintf
  stubs/structurally_valid stubs/strutil stubs/time wire_format_lite)
list(TRANSFORM lite PREPEND ${protobuf}/)
list(TRANSFORM lite APPEND .cc)
# Sixteen sources an object: most of the time would go into the same headers. A file that leaves its macros behind is tidied up after.
function(merge_protobuf target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 16 UNITY_BUILD_CODE_AFTER_INCLUDE
    "#ifdef PROTOBUF_NAMESPACE_ID\n#include <google/protobuf/port_undef.inc>\n#endif")
endfunction()
add_library(protobuf-lite STATIC ${lite})
merge_protobuf(protobuf-lite)
target_compile_features(protobuf-lite PRIVATE cxx_std_17)
target_include_directories(protobuf-lite PUBLIC ${THIMBLE_SOURCES}/protobuf/src)
target_compile_options(protobuf-lite PRIVATE -fno-exceptions -fno-rtti -ffunction-sections -fdata-sections
  $<$<BOOL:${EMSCRIPTEN}>:-Os>)
install(TARGETS protobuf-lite ARCHIVE)
install(DIRECTORY ${protobuf} DESTINATION include/google FILES_MATCHING PATTERN "*.h" PATTERN "*.inc"
  PATTERN compiler EXCLUDE PATTERN testing EXCLUDE PATTERN util EXCLUDE PATTERN testdata EXCLUDE PATTERN "*test*" EXCLUDE)

if(NOT EMSCRIPTEN)
  set(full any any.pb compiler/importer compiler/parser descriptor descriptor.pb descriptor_database dynamic_message
    extension_set_heavy generated_message_bases generated_message_reflection generated_message_tctable_full io/printer
    io/tokenizer map_field message reflection_ops service stubs/substitute text_format unknown_field_set wire_format
    compiler/code_generator compiler/command_line_interface compiler/plugin compiler/plugin.pb compiler/subprocess
    compiler/zip_writer compiler/cpp/enum compiler/cpp/enum_field compiler/cpp/extension compiler/cpp/field compiler/cpp/file
    compiler/cpp/generator compiler/cpp/helpers compiler/cpp/map_field compiler/cpp/message compiler/cpp/message_field
    compiler/cpp/padding_optimizer compiler/cpp/parse_function_generator compiler/cpp/primitive_field compiler/cpp/service
    compiler/cpp/string_field)
  list(TRANSFORM full PREPEND ${protobuf}/)
  list(TRANSFORM full APPEND .cc)
  add_executable(protoc protoc_main.cpp ${lite} ${full})
  merge_protobuf(protoc)
  # What these keep to themselves has names that others use as well.
  foreach(name descriptor.pb compiler/plugin.pb any.pb generated_message_reflection compiler/command_line_interface)
    set_source_files_properties(${protobuf}/${name}.cc PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
  find_package(Threads REQUIRED)
  target_link_libraries(protoc PRIVATE Threads::Threads)
  target_compile_features(protoc PRIVATE cxx_std_17)
  target_include_directories(protoc PRIVATE ${THIMBLE_SOURCES}/protobuf/src)
  # It reads one short schema a build: what counts is how long it takes to compile.
  target_compile_options(protoc PRIVATE -O0)
  install(TARGETS protoc RUNTIME DESTINATION bin)
endif()
