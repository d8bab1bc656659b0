# Compiler and linker flags, as INTERFACE targets. Those that decide what code is made are lists too, for precompiled.cmake.
#   thimble_flags          language, warnings, sanitizers: all our code
#   thimble_core_flags     no exceptions, no RTTI: core/, wasm/, native/
#   thimble_test_flags     exceptions, which the test library needs
#   thimble_program_flags  link flags of a wasm program that runs under node
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 99)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
if(NOT EMSCRIPTEN)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
endif()

# "Checked" is the build type of the sanitizer presets: asserts on, still fast enough for every test.
# Not in the cache: project() has put empty ones there for a build type that it does not know.
set(CMAKE_C_FLAGS_CHECKED "-O1 -g1 -fno-omit-frame-pointer")
set(CMAKE_CXX_FLAGS_CHECKED "${CMAKE_C_FLAGS_CHECKED} -D_GLIBCXX_ASSERTIONS")

find_package(Threads)

add_library(thimble_flags INTERFACE)
# Fused multiply-adds would make float results depend on the processor.
set(thimble_code_flags -ffp-contract=off)
target_compile_options(thimble_flags INTERFACE -Wall -Wextra $<$<BOOL:${THIMBLE_WERROR}>:-Werror>)
# g++ 12 warns of overlapping copies inside std::string's own operator+ (its bug 105651), and takes the error side of a
# std::variant for a value that was never set; the bounds it finds in copies of small vectors are not theirs.
target_compile_options(thimble_flags INTERFACE
  $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict> $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-maybe-uninitialized>
  $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-stringop-overflow> $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-array-bounds>)
target_compile_definitions(thimble_flags INTERFACE $<$<CONFIG:Checked,Debug>:THIMBLE_ASSERTS=1>)
if(THIMBLE_SANITIZE)
  # Without vptr: the core has no RTTI, tests have, and an object made by one and seen by the other is no error.
  set(sanitize -fsanitize=${THIMBLE_SANITIZE} -fno-sanitize=vptr -fno-sanitize-recover=all)
  list(APPEND thimble_code_flags ${sanitize})
  if(THIMBLE_FUZZERS)
    list(APPEND thimble_code_flags -fsanitize=fuzzer-no-link)
  endif()
  target_link_options(thimble_flags INTERFACE ${sanitize})
endif()
if(THIMBLE_COVERAGE)
  list(APPEND thimble_code_flags -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(thimble_flags INTERFACE -fprofile-instr-generate)
endif()
target_compile_options(thimble_flags INTERFACE ${thimble_code_flags})
if(NOT EMSCRIPTEN OR THIMBLE_THREADS)
  target_link_libraries(thimble_flags INTERFACE Threads::Threads)
endif()

set(thimble_core_code_flags -fno-exceptions -fno-rtti)
add_library(thimble_core_flags INTERFACE)
target_compile_options(thimble_core_flags INTERFACE "$<$<COMPILE_LANGUAGE:CXX>:${thimble_core_code_flags}>")

# A test's own code runs once and is compiled in every preset.
set(thimble_test_code_flags -O1)
add_library(thimble_test_flags INTERFACE)
add_library(thimble_program_flags INTERFACE)
if(EMSCRIPTEN)
  list(APPEND thimble_test_code_flags -fwasm-exceptions)
  # Tests read real files and real environment variables, and may take memory as they need it. -O1 at link time: the
  # objects are optimized already, and optimizing every test program again as a whole takes longer than running it.
  target_link_options(thimble_test_flags INTERFACE -fwasm-exceptions -O1 -sWASM_BIGINT -sNODERAWFS -sEXIT_RUNTIME
    --pre-js ${CMAKE_CURRENT_LIST_DIR}/node_environment.js)
  target_link_options(thimble_program_flags INTERFACE -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=2GB -sSTACK_SIZE=1MB
    -sENVIRONMENT=node$<$<BOOL:${THIMBLE_THREADS}>:,worker>)
  if(THIMBLE_THREADS)
    target_link_options(thimble_program_flags INTERFACE -sPROXY_TO_PTHREAD -sPTHREAD_POOL_SIZE=4 -Wno-pthreads-mem-growth)
  endif()
endif()
target_compile_options(thimble_test_flags INTERFACE ${thimble_test_code_flags})
