// media_message.cc: IFileMessage and IImageMessage.
#include "media_message.h"

#include <memory>

#include "payload.h"

namespace emusdk {

using agora::rtm::IFileMessage;
using agora::rtm::IImageMessage;
using agora::rtm::IMessage;
using agora::rtm::MESSAGE_TYPE;

namespace {

void assign(std::string& to, const char* from) noexcept {
  try {
    to = from == nullptr ? "" : from;
  } catch (...) {
    // No memory: the text stays as it was.
  }
}

template <typename Message>
Message* createByMediaId(const char* media_id) noexcept {
  if (media_id == nullptr || *media_id == '\0') return nullptr;
  try {
    Media media;
    media.id = media_id;
    return std::make_unique<Message>(std::move(media)).release();
  } catch (...) {
    return nullptr;
  }
}

// What files and images both have.
template <typename Message>
void describe(const Message& message, emusdk_media& media) noexcept {
  media.id = message.getMediaId();
  media.file_name = message.getFileName();
  media.thumbnail = reinterpret_cast<const uint8_t*>(message.getThumbnailData());
  const long long length = message.getThumbnailLength();
  media.thumbnail_len = media.thumbnail == nullptr || length < 0 ? 0 : static_cast<size_t>(length);
  media.size = message.getSize();
}

}  // namespace

Media Media::of(const emusdk_event& event) {
  Media media;
  if (event.count == 0) return media;
  EntryReader entry(event);
  media.id = entry.bytes();
  media.file_name = entry.bytes();
  media.thumbnail = entry.bytes();
  media.size = entry.number();
  media.width = static_cast<int>(entry.number());
  media.height = static_cast<int>(entry.number());
  media.thumbnail_width = static_cast<int>(entry.number());
  media.thumbnail_height = static_cast<int>(entry.number());
  return media;
}

template <typename Interface, MESSAGE_TYPE Type>
MediaMessage<Interface, Type>::MediaMessage(const emusdk_event& received)
    : media_(Media::of(received)),
      owner_(Owner::kCallback),
      server_ts_(received.server_ts),
      offline_(received.offline != 0),
      text_(Payload(received).text) {}

template <typename Interface, MESSAGE_TYPE Type>
void MediaMessage<Interface, Type>::setText(const char* str) noexcept {
  assign(text_, str);
}

template <typename Interface, MESSAGE_TYPE Type>
void MediaMessage<Interface, Type>::setFileName(const char* fileName) noexcept {
  assign(media_.file_name, fileName);
}

template <typename Interface, MESSAGE_TYPE Type>
void MediaMessage<Interface, Type>::assignThumbnail(const uint8_t* thumbnail,
                                                    long long length) noexcept {
  try {
    if (thumbnail == nullptr || length <= 0) {
      media_.thumbnail.clear();
    } else {
      media_.thumbnail.assign(reinterpret_cast<const char*>(thumbnail),
                              static_cast<size_t>(length));
    }
  } catch (...) {
    // No memory: the thumbnail stays as it was.
  }
}

template class MediaMessage<IFileMessage, agora::rtm::MESSAGE_TYPE_FILE>;
template class MediaMessage<IImageMessage, agora::rtm::MESSAGE_TYPE_IMAGE>;

IFileMessage* FileMessage::create(const char* media_id) noexcept {
  return createByMediaId<FileMessage>(media_id);
}

IImageMessage* ImageMessage::create(const char* media_id) noexcept {
  return createByMediaId<ImageMessage>(media_id);
}

bool describeMedia(const IMessage& message, emusdk_media& media) noexcept {
  switch (message.getMessageType()) {
    case agora::rtm::MESSAGE_TYPE_FILE:
      describe(static_cast<const IFileMessage&>(message), media);
      return true;
    case agora::rtm::MESSAGE_TYPE_IMAGE: {
      const auto& image = static_cast<const IImageMessage&>(message);
      describe(image, media);
      media.width = image.getWidth();
      media.height = image.getHeight();
      media.thumbnail_width = image.getThumbnailWidth();
      media.thumbnail_height = image.getThumbnailHeight();
      return true;
    }
    default:
      return false;
  }
}

}  // namespace emusdk
