# Every C function that the page's JavaScript may call; nothing else is exported.
set(THIMBLE_CORE_EXPORTS malloc free thimble_start thimble_post thimble_poll)
set(THIMBLE_UI_EXPORTS malloc free thimble_ui_start thimble_ui_frame thimble_ui_frames_drawn thimble_ui_resize thimble_ui_surroundings
  thimble_ui_event thimble_ui_core_died thimble_ui_files thimble_ui_onnx_done
  thimble_ui_file_trouble thimble_ui_go_to thimble_ui_drag thimble_ui_dismiss_hints thimble_ui_key thimble_ui_mirror_input)
