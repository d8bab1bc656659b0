# core: the Worker's module, one thread or (wasm-threads) several. ui: the canvas on the main thread; it needs no threads.
include(exports.cmake)
if(THIMBLE_THREADS)
  thimble_wasm_module(core-mt SOURCES core_main.cpp page_files.cpp DEPS thimble_api EXPORTS ${THIMBLE_CORE_EXPORTS}
    LINK -O2 -sPTHREAD_POOL_SIZE=Math.max\(1,Math.min\(navigator.hardwareConcurrency,8\)-1\) -sEXPORTED_RUNTIME_METHODS=wasmMemory)
else()
  thimble_wasm_module(core SOURCES core_main.cpp page_files.cpp DEPS thimble_api EXPORTS ${THIMBLE_CORE_EXPORTS}
    LINK -O2 -sEXPORTED_RUNTIME_METHODS=wasmMemory)
  thimble_wasm_module(ui SOURCES ui_main.cpp platform_web.cpp DEPS thimble_ui deps::imgui_sdl2 EXPORTS ${THIMBLE_UI_EXPORTS}
    LINK -O2 -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2 -sEXPORTED_RUNTIME_METHODS=wasmMemory)
endif()

# What scripts/build_page asks each preset for; web/stage.py puts the page together.
if(NOT THIMBLE_THREADS)
  add_custom_target(page DEPENDS core ui)
else()
  add_custom_target(page DEPENDS core-mt)
endif()
