// media_message.cc: copies received file and image messages, and sets the
// fields of outgoing ones.
#include "media_message.h"

#include <atomic>
#include <utility>

namespace rtm = agora::rtm;

namespace rtm_shim {

namespace {

std::atomic<size_t> g_live{0};

struct Sizes {
  int width = 0, height = 0, thumbnail_width = 0, thumbnail_height = 0;
};

Sizes SizesOf(const rtm::IFileMessage&) { return {}; }

template <typename Image>
Sizes SizesOf(const Image& image) {
  return {image.getWidth(), image.getHeight(), image.getThumbnailWidth(),
          image.getThumbnailHeight()};
}

// Templates, because the classes may be missing: then nobody calls these, and
// they are compiled to nothing.

template <typename Message>
void Pack([[maybe_unused]] Packer& packed, [[maybe_unused]] const Message& message) {
  if constexpr (IsThere<Message>::value) {
    const Sizes sizes = SizesOf(message);
    packed.Number(static_cast<int64_t>(message.getSize()));
    packed.Number(static_cast<int32_t>(sizes.width));
    packed.Number(static_cast<int32_t>(sizes.height));
    packed.Number(static_cast<int32_t>(sizes.thumbnail_width));
    packed.Number(static_cast<int32_t>(sizes.thumbnail_height));
    packed.String(ViewOf(message.getMediaId()));
    packed.String(ViewOf(message.getFileName()));
    packed.String(BytesOf(message.getThumbnailData(), message.getThumbnailLength()));
  }
}

template <typename Message>
void Push([[maybe_unused]] EventQueue& queue, [[maybe_unused]] EventKind kind,
          [[maybe_unused]] uint64_t key, [[maybe_unused]] const char* user,
          [[maybe_unused]] const Message* message, [[maybe_unused]] int32_t type) noexcept {
  if constexpr (IsThere<Message>::value) {
    if (message == nullptr) return;
    GuardedVoid([&] {
      Event e = EventOf(kind, key, *message);
      // The callback says what it is, whatever the message says.
      e.detail = type;
      Packer packed;
      Pack(packed, *message);
      queue.Push(e, ViewOf(user), ViewOf(message->getText()), packed.view());
    });
  }
}

// What both kinds of message have; `Length` is the type setThumbnail takes.
template <typename Length, typename Message>
void SetShared([[maybe_unused]] Message* message, [[maybe_unused]] const rtm_media& media,
               [[maybe_unused]] bool all) {
  if constexpr (IsThere<Message>::value) {
    if (all || media.file_name.len > 0) {
      message->setFileName(CString(media.file_name.data, media.file_name.len).c_str());
    }
    if (!all && media.thumbnail.len == 0) return;
    if (media.thumbnail.len > INT_MAX) throw std::length_error("thumbnail");
    static const uint8_t kEmpty[1] = {0};  // never null
    const auto* data =
        media.thumbnail.len == 0 ? kEmpty : reinterpret_cast<const uint8_t*>(media.thumbnail.data);
    message->setThumbnail(data, static_cast<Length>(media.thumbnail.len));
  }
}

template <typename Image>
void SetSizes([[maybe_unused]] Image* image, [[maybe_unused]] const rtm_media& media,
              [[maybe_unused]] bool all) {
  if constexpr (IsThere<Image>::value) {
    if (all || media.width != 0) image->setWidth(media.width);
    if (all || media.height != 0) image->setHeight(media.height);
    if (all || media.thumbnail_width != 0) image->setThumbnailWidth(media.thumbnail_width);
    if (all || media.thumbnail_height != 0) image->setThumbnailHeight(media.thumbnail_height);
  }
}

}  // namespace

void PackMedia(Packer& packed, const rtm::IFileMessage& message) { Pack(packed, message); }

void PackMedia(Packer& packed, const rtm::IImageMessage& message) { Pack(packed, message); }

rtm_media ReadMedia(const char* packed) {
  Unpacker u(packed);
  rtm_media media;
  media.size = u.Number<int64_t>();
  media.width = u.Number<int32_t>();
  media.height = u.Number<int32_t>();
  media.thumbnail_width = u.Number<int32_t>();
  media.thumbnail_height = u.Number<int32_t>();
  media.id = u.String();
  media.file_name = u.String();
  media.thumbnail = u.String();
  return media;
}

void PushMediaMessage(EventQueue& queue, EventKind kind, uint64_t key, const char* user,
                      const rtm::IFileMessage* message) noexcept {
  Push(queue, kind, key, user, message, rtm::MESSAGE_TYPE_FILE);
}

void PushMediaMessage(EventQueue& queue, EventKind kind, uint64_t key, const char* user,
                      const rtm::IImageMessage* message) noexcept {
  Push(queue, kind, key, user, message, rtm::MESSAGE_TYPE_IMAGE);
}

void SetMedia(rtm::IFileMessage* message, const rtm_media& media, bool all) {
  SetShared<int>(message, media, all);
}

void SetMedia(rtm::IImageMessage* message, const rtm_media& media, bool all) {
  SetShared<long long>(message, media, all);
  SetSizes(message, media, all);
}

}  // namespace rtm_shim

rtm_media_message::rtm_media_message(const void* service, rtm_shim::FileMessagePtr f,
                                     rtm_shim::ImageMessagePtr i)
    : Owned(service), file(std::move(f)), image(std::move(i)) {
  ++rtm_shim::g_live;
}

rtm_media_message::~rtm_media_message() { --rtm_shim::g_live; }

size_t rtm_shim_live_media_messages(void) noexcept { return rtm_shim::g_live; }

// Null is let through: there is nothing to give back then.
void rtm_media_message_release(rtm_media_message* m) noexcept {
  rtm_shim::GuardedVoid([&] { const std::unique_ptr<rtm_media_message> owned(m); });
}
