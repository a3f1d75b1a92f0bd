// media_message.h: IFileMessage and IImageMessage.
#ifndef EMUSDK_MEDIA_MESSAGE_H_
#define EMUSDK_MEDIA_MESSAGE_H_

#include <cstdint>
#include <string>
#include <utility>

#include "IAgoraRtmService.h"
#include "owner.h"
#include "request.h"
#include "wire.h"

namespace emusdk {

// What a message tells of its file. The fields about pixels are of images only.
struct Media {
  // The file of a message received, or of an upload.
  static Media of(const emusdk_event& event);

  std::string id;
  std::string file_name;
  std::string thumbnail;
  long long size = 0;
  int width = 0;
  int height = 0;
  int thumbnail_width = 0;
  int thumbnail_height = 0;
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wignored-qualifiers"  // getThumbnailLength: as the header has it

// What files and images have in common: they own all they show, received ones as well.
template <typename Interface, agora::rtm::MESSAGE_TYPE Type>
class MediaMessage : public Interface {
 public:
  // One the application owns, made from a media id or by an upload.
  explicit MediaMessage(Media media) : media_(std::move(media)) {}
  // One that a callback lends.
  explicit MediaMessage(const emusdk_event& received);

  long long getMessageId() const noexcept override { return id_; }
  agora::rtm::MESSAGE_TYPE getMessageType() const noexcept override { return Type; }
  void setText(const char* str) noexcept override;
  const char* getText() const noexcept override { return text_.c_str(); }
  const char* getRawMessageData() const noexcept override { return ""; }
  int getRawMessageLength() const noexcept override { return 0; }
  long long getServerReceivedTs() const noexcept override { return server_ts_; }
  bool isOfflineMessage() const noexcept override { return offline_; }
  void release() noexcept override {
    if (owner_ == Owner::kApplication) delete this;
  }
  long long getSize() const noexcept override { return media_.size; }
  const char* getMediaId() const noexcept override { return media_.id.c_str(); }
  const char* getThumbnailData() const noexcept override { return media_.thumbnail.c_str(); }
  const long long getThumbnailLength() const noexcept override {
    return static_cast<long long>(media_.thumbnail.size());
  }
  void setFileName(const char* fileName) noexcept override;
  const char* getFileName() const noexcept override { return media_.file_name.c_str(); }

 protected:
  ~MediaMessage() override = default;
  // Null and lengths below 1 leave no thumbnail.
  void assignThumbnail(const uint8_t* thumbnail, long long length) noexcept;

  Media media_;

 private:
  const long long id_ = nextId();
  const Owner owner_ = Owner::kApplication;
  const long long server_ts_ = 0;
  const bool offline_ = false;
  std::string text_;
};

class FileMessage final
    : public MediaMessage<agora::rtm::IFileMessage, agora::rtm::MESSAGE_TYPE_FILE> {
 public:
  using MediaMessage::MediaMessage;
  // Null for no media id, and when there is no memory.
  static agora::rtm::IFileMessage* create(const char* media_id) noexcept;

  void setThumbnail(const uint8_t* thumbnail, int length) noexcept override {
    assignThumbnail(thumbnail, length);
  }
};

class ImageMessage final
    : public MediaMessage<agora::rtm::IImageMessage, agora::rtm::MESSAGE_TYPE_IMAGE> {
 public:
  using MediaMessage::MediaMessage;
  // Null for no media id, and when there is no memory.
  static agora::rtm::IImageMessage* create(const char* media_id) noexcept;

  void setThumbnail(const uint8_t* thumbnail, long long length) noexcept override {
    assignThumbnail(thumbnail, length);
  }
  void setWidth(int width) noexcept override { media_.width = width; }
  int getWidth() const noexcept override { return media_.width; }
  void setHeight(int height) noexcept override { media_.height = height; }
  int getHeight() const noexcept override { return media_.height; }
  void setThumbnailWidth(int width) noexcept override { media_.thumbnail_width = width; }
  int getThumbnailWidth() const noexcept override { return media_.thumbnail_width; }
  void setThumbnailHeight(int height) noexcept override { media_.thumbnail_height = height; }
  int getThumbnailHeight() const noexcept override { return media_.thumbnail_height; }
};

#pragma GCC diagnostic pop

// A file or image message as the Go side takes it, valid as long as `message` is unchanged. False
// for messages of other types.
bool describeMedia(const agora::rtm::IMessage& message, emusdk_media& media) noexcept;

}  // namespace emusdk

#endif  // EMUSDK_MEDIA_MESSAGE_H_
