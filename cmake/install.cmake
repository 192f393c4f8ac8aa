# The binary, the man page and the completion scripts; the last two are printed by the binary.
include(GNUInstallDirs)

set(shell_files "")
foreach(kind bash zsh fish man)
  set(file ${PROJECT_BINARY_DIR}/generated/shell/tfsck.${kind})
  add_custom_command(
    OUTPUT ${file}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/generated/shell
    COMMAND $<TARGET_FILE:tfsck> completion ${kind} > ${file}
    DEPENDS tfsck
    COMMENT "Printing tfsck.${kind}")
  list(APPEND shell_files ${file})
endforeach()
add_custom_target(tfsck_shell_files ALL DEPENDS ${shell_files})

set(made ${PROJECT_BINARY_DIR}/generated/shell)
install(TARGETS tfsck RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${made}/tfsck.man DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 RENAME tfsck.1)
install(FILES ${made}/tfsck.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME tfsck)
install(FILES ${made}/tfsck.zsh
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions RENAME _tfsck)
install(FILES ${made}/tfsck.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d RENAME tfsck.fish)
