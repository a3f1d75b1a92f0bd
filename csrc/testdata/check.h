// check.h: the few lines of a test frame that the shim's C++ tests need.
#ifndef AGORA_RTM_GO_CSRC_TESTDATA_CHECK_H_
#define AGORA_RTM_GO_CSRC_TESTDATA_CHECK_H_

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>

inline std::map<std::string, std::function<void()>>& Tests() {
  static std::map<std::string, std::function<void()>> tests;
  return tests;
}

struct Registrar {
  Registrar(const char* name, std::function<void()> body) { Tests()[name] = std::move(body); }
};

#define TEST(name)                                       \
  static void Test_##name();                             \
  static Registrar registrar_##name(#name, Test_##name); \
  static void Test_##name()

#define CHECK(condition)                                                             \
  do {                                                                               \
    if (!(condition)) {                                                              \
      std::fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
      std::exit(1);                                                                  \
    }                                                                                \
  } while (0)

#endif  // AGORA_RTM_GO_CSRC_TESTDATA_CHECK_H_
