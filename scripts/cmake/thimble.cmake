# How a folder of core/ becomes a library, and a tests/ file a test.
include(${CMAKE_CURRENT_LIST_DIR}/flags.cmake)
set(thimble_cmake_dir ${CMAKE_CURRENT_LIST_DIR})
set(thimble_root ${CMAKE_CURRENT_LIST_DIR}/../..)
cmake_path(NORMAL_PATH thimble_root)

# Folders whose loops are the product: optimized for speed in the page too. The rest is optimized for size there.
set(thimble_fast_folders kernels formats data runtime quantization)

# core/layers.txt -> thimble_layers (folders, lowest first) and thimble_uses_<folder>
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${thimble_root}/core/layers.txt)
file(STRINGS ${thimble_root}/core/layers.txt lines REGEX "^[a-z_]+:")
foreach(line IN LISTS lines)
  string(REGEX MATCH "^([a-z_]+):(.*)$" line "${line}")
  set(folder ${CMAKE_MATCH_1})
  string(REGEX MATCHALL "[a-z_]+" thimble_uses_${folder} "${CMAKE_MATCH_2}")
  list(APPEND thimble_layers ${folder})
endforeach()

# A part of the whole, for work on one folder: -DTHIMBLE_FOLDERS="base;ir" leaves out the others and their tests.
set(THIMBLE_FOLDERS "" CACHE STRING "folders of core/ to build; empty means all")
function(thimble_has_folder out folder)
  set(${out} OFF PARENT_SCOPE)
  # A folder of the plan that nobody has written yet is not there.
  if(EXISTS ${thimble_root}/core/${folder}/CMakeLists.txt AND (THIMBLE_FOLDERS STREQUAL "" OR folder IN_LIST THIMBLE_FOLDERS))
    set(${out} ON PARENT_SCOPE)
  endif()
endfunction()

# thimble_library(<folder> [SOURCES <file>...] [DEPS <target>...] [PRIVATE_DEPS <target>...])
# Static library thimble_<folder> that may use exactly the folders of its line in core/layers.txt.
# PRIVATE_DEPS are third-party libraries (deps::zlib) that its headers do not show; DEPS are those that they do.
function(thimble_library folder)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  if(NOT folder IN_LIST thimble_layers)
    message(FATAL_ERROR "core/${folder} is not in core/layers.txt")
  endif()
  foreach(used IN LISTS thimble_uses_${folder})
    thimble_has_folder(present ${used})
    if(present)
      list(APPEND arg_DEPS thimble_${used})
    endif()
  endforeach()
  if(NOT arg_SOURCES)
    add_library(thimble_${folder} INTERFACE)
    target_include_directories(thimble_${folder} INTERFACE ${thimble_root})
    target_link_libraries(thimble_${folder} INTERFACE ${arg_DEPS})
    return()
  endif()
  add_library(thimble_${folder} STATIC ${arg_SOURCES})
  target_include_directories(thimble_${folder} PUBLIC ${thimble_root})
  target_link_libraries(thimble_${folder} PUBLIC ${arg_DEPS} PRIVATE ${arg_PRIVATE_DEPS} thimble_flags thimble_core_flags)
  if(EMSCRIPTEN AND NOT folder IN_LIST thimble_fast_folders)
    target_compile_options(thimble_${folder} PRIVATE -Os)
  endif()
endfunction()

# thimble_sources_from_def(<out> <dir> <def> <macro> [<pattern>]): one source per THIMBLE_OP(name) line of a .def list.
# The pattern is the file of one entry, @name@ standing for its name: "@name@.cpp" unless given ("@name@/@name@.cpp").
function(thimble_sources_from_def out dir def macro)
  set(pattern "@name@.cpp")
  if(ARGC GREATER 4)
    set(pattern ${ARGV4})
  endif()
  get_filename_component(def ${def} ABSOLUTE)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${def})
  file(STRINGS ${def} lines REGEX "^${macro}\\(")
  set(sources)
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^${macro}\\([ ]*([a-z0-9_]+).*" "\\1" name "${line}")
    string(CONFIGURE "${pattern}" file @ONLY)
    list(APPEND sources ${dir}/${file})
  endforeach()
  set(${out} ${sources} PARENT_SCOPE)
endfunction()

# thimble_embed_text(<target> <symbol> <file>...): text files as constants of the program, for what we ship or ask at run time.
# Gives "embedded/<symbol>.h": std::span<const std::pair<std::string_view, std::string_view>> thimble::embedded::<symbol>(),
# pairs of file name (without folder) and contents, in the order given.
function(thimble_embed_text target symbol)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(files)
  foreach(file IN LISTS ARGN)
    get_filename_component(file ${file} ABSOLUTE)
    list(APPEND files ${file})
  endforeach()
  list(JOIN files "\;" joined)
  add_custom_command(OUTPUT ${out}/${symbol}.cpp ${out}/${symbol}.h
    COMMAND ${CMAKE_COMMAND} -DSYMBOL=${symbol} -DOUT=${out} "-DFILES=${joined}" -P ${thimble_cmake_dir}/embed_text.cmake
    DEPENDS ${files} ${thimble_cmake_dir}/embed_text.cmake COMMENT "embed ${symbol}" VERBATIM)
  target_sources(${target} PRIVATE ${out}/${symbol}.cpp)
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
endfunction()

# thimble_flatbuffers(<target> <schema.fbs>...): "<schema>_generated.h", seen by <target> only.
function(thimble_flatbuffers target)
  if(NOT THIMBLE_FLATC)
    message(FATAL_ERROR "no flatc: run scripts/setup native, or give -DTHIMBLE_FLATC=")
  endif()
  set(out ${CMAKE_CURRENT_BINARY_DIR}/schema)
  foreach(schema IN LISTS ARGN)
    get_filename_component(schema ${schema} ABSOLUTE)
    get_filename_component(name ${schema} NAME_WE)
    add_custom_command(OUTPUT ${out}/${name}_generated.h
      COMMAND ${THIMBLE_FLATC} --cpp --cpp-std c++17 --scoped-enums --gen-object-api -o ${out} ${schema} DEPENDS ${schema} VERBATIM)
    target_sources(${target} PRIVATE ${out}/${name}_generated.h)
  endforeach()
  target_include_directories(${target} SYSTEM PRIVATE ${out})
  target_link_libraries(${target} PRIVATE deps::flatbuffers)
endfunction()

# thimble_protobuf(<target> <schema.proto>...): "<schema>.pb.h", seen by <target> only. protoc has to be the runtime's version.
function(thimble_protobuf target)
  if(NOT THIMBLE_PROTOC)
    message(FATAL_ERROR "no protoc 3.21: run scripts/setup native, or give -DTHIMBLE_PROTOC=")
  endif()
  set(out ${CMAKE_CURRENT_BINARY_DIR}/schema)
  foreach(schema IN LISTS ARGN)
    get_filename_component(schema ${schema} ABSOLUTE)
    get_filename_component(name ${schema} NAME_WE)
    get_filename_component(folder ${schema} DIRECTORY)
    add_custom_command(OUTPUT ${out}/${name}.pb.cc ${out}/${name}.pb.h
      COMMAND ${THIMBLE_PROTOC} --cpp_out=lite:${out} -I${folder} ${schema} DEPENDS ${schema} VERBATIM)
    set_source_files_properties(${out}/${name}.pb.cc PROPERTIES COMPILE_OPTIONS -w SKIP_LINTING ON)
    target_sources(${target} PRIVATE ${out}/${name}.pb.cc ${out}/${name}.pb.h)
  endforeach()
  file(MAKE_DIRECTORY ${out})
  target_include_directories(${target} SYSTEM PRIVATE ${out})
  target_link_libraries(${target} PRIVATE deps::protobuf)
endfunction()

# thimble_test(<name> SOURCES <file>... [DEPS <target>...]): a Catch2 program and its CTest; its report goes to <build>/reports.
function(thimble_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_DEPS} thimble_test_support deps::catch2
    thimble_flags thimble_program_flags thimble_test_flags)
  add_test(NAME ${name} COMMAND ${name} --reporter console --reporter xml::out=${CMAKE_BINARY_DIR}/reports/${name}.xml)
  thimble_test_properties(${name})
endfunction()

# thimble_fuzzer(<name> SOURCES <file>... [DEPS <target>...]): a libFuzzer program under THIMBLE_FUZZERS;
# otherwise a plain program that replays its corpus, so that fuzzers never rot.
function(thimble_fuzzer name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS" ${ARGN})
  set(target thimble_${name}_fuzz)
  set(corpus ${thimble_root}/tests/fuzz/corpus/${name})
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE ${arg_DEPS} thimble_flags thimble_program_flags thimble_test_flags)
  if(THIMBLE_FUZZERS)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    add_test(NAME ${target} COMMAND ${target} -runs=0 ${corpus})
  else()
    target_sources(${target} PRIVATE ${thimble_root}/tests/fuzz/replay_main.cpp)
    add_test(NAME ${target} COMMAND ${target} ${corpus})
  endif()
  thimble_test_properties(${target})
endfunction()

function(thimble_test_properties name)
  set_tests_properties(${name} PROPERTIES TIMEOUT 900 ENVIRONMENT
    "THIMBLE_TEST_DATA=${thimble_root}/tests/data;THIMBLE_GOLDEN=${thimble_root}/tests/golden;THIMBLE_ROOT=${thimble_root}")
  if(THIMBLE_COVERAGE)
    set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT LLVM_PROFILE_FILE=${CMAKE_BINARY_DIR}/profiles/${name}.profraw)
  endif()
endfunction()

# thimble_wasm_module(<name> SOURCES <file>... [DEPS <target>...] [EXPORTS <function>...] [LINK <flag>...])
# An ES module <build>/page/<name>.mjs and its .wasm: what the page and its Worker load. EXPORTS are C functions, without "_".
function(thimble_wasm_module name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS;EXPORTS;LINK" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  list(TRANSFORM arg_EXPORTS PREPEND _)
  list(JOIN arg_EXPORTS "," exports)
  target_link_libraries(${name} PRIVATE ${arg_DEPS} thimble_flags thimble_core_flags)
  target_compile_options(${name} PRIVATE -Os)
  target_link_options(${name} PRIVATE -sMODULARIZE -sEXPORT_ES6 -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=2GB -sSTACK_SIZE=1MB
    -sWASM_BIGINT -sFILESYSTEM=0 -sENVIRONMENT=web,worker,node ${arg_LINK})
  if(exports)
    target_link_options(${name} PRIVATE -sEXPORTED_FUNCTIONS=${exports})
  endif()
  if(THIMBLE_THREADS)
    target_link_options(${name} PRIVATE -Wno-pthreads-mem-growth)
  endif()
  set_target_properties(${name} PROPERTIES SUFFIX .mjs RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/page)
endfunction()
