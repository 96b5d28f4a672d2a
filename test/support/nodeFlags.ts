/**
 * For every Node that runs the sources as they stand. The server's threads have their types stripped by WebAssembly; when V8 13.6
 * compiles a wrapper of it anew in one thread while another ends, it frees code of a module that is gone, about once in two thousand
 * threads, and the process dies of SIGSEGV. So many calls as are set here are never reached, so nothing is compiled anew. The built
 * server has no types to strip.
 */
export const NODE_FLAGS = ["--wasm-wrapper-tiering-budget=1000000000"];
