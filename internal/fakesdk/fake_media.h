// What the scripted SDK knows of a file or image.
#ifndef FAKE_MEDIA_H_
#define FAKE_MEDIA_H_

#include <string>

#include "fakesdk.h"

namespace fakertm {

// Media is a fakesdk_media with memory of its own.
struct Media {
  Media() = default;
  explicit Media(const fakesdk_media& from)
      : type(from.type),
        id(from.id == nullptr ? "" : from.id),
        file_name(from.file_name == nullptr ? "" : from.file_name),
        thumbnail(from.thumbnail == nullptr
                      ? std::string()
                      : std::string(static_cast<const char*>(from.thumbnail),
                                    static_cast<size_t>(from.thumbnail_length))),
        size(from.size),
        width(from.width),
        height(from.height),
        thumbnail_width(from.thumbnail_width),
        thumbnail_height(from.thumbnail_height) {}

  // Points to the strings of this object.
  fakesdk_media View() const {
    return {type,
            id.c_str(),
            file_name.c_str(),
            thumbnail.data(),
            static_cast<int>(thumbnail.size()),
            size,
            width,
            height,
            thumbnail_width,
            thumbnail_height};
  }

  int type = 0;  // MESSAGE_TYPE
  std::string id, file_name, thumbnail;
  long long size = 0;
  int width = 0, height = 0, thumbnail_width = 0, thumbnail_height = 0;
};

}  // namespace fakertm

#endif  // FAKE_MEDIA_H_
