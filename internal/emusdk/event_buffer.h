// event_buffer.h: the buffer that batches of events are written into.
#ifndef EMUSDK_EVENT_BUFFER_H_
#define EMUSDK_EVENT_BUFFER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace emusdk {

// Starts small, doubles while batches fill it, grows at once for a record that does not fit, and
// gives the memory back when batches get small again. Resizing drops the content.
class EventBuffer {
 public:
  static constexpr size_t kSmallest = 4 * 1024;
  static constexpr size_t kLargest = 64 * 1024;  // beyond it only for one larger record

  EventBuffer() { resize(kSmallest); }

  void* data() noexcept { return words_.get(); }
  size_t capacity() const noexcept { return capacity_; }

  // Makes room for one record of `size` bytes.
  void require(size_t size) {
    if (size > capacity_) resize(size);
  }

  // Call after each batch with its size.
  void used(size_t size) {
    if (capacity_ > kLargest) {
      resize(kLargest);
    } else if (size > capacity_ / 2) {
      small_batches_ = 0;
      if (capacity_ < kLargest) resize(std::min(2 * capacity_, kLargest));
    } else if (size > capacity_ / 8) {
      small_batches_ = 0;
    } else if (capacity_ > kSmallest && ++small_batches_ >= kPatience) {
      resize(std::max(capacity_ / 2, kSmallest));
    }
  }

 private:
  static constexpr int kPatience = 16;

  void resize(size_t size) {
    const size_t words = (size + sizeof(uint64_t) - 1) / sizeof(uint64_t);
    words_.reset();  // never both buffers at once
    words_.reset(new uint64_t[words]);
    capacity_ = words * sizeof(uint64_t);
    small_batches_ = 0;
  }

  std::unique_ptr<uint64_t[]> words_;  // words, because records are aligned to 8
  size_t capacity_ = 0;
  int small_batches_ = 0;
};

}  // namespace emusdk

#endif  // EMUSDK_EVENT_BUFFER_H_
