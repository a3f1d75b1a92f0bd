// The messages of the scripted SDK: text, raw, file and image.
#ifndef FAKE_MESSAGE_H_
#define FAKE_MESSAGE_H_

#include <string>

#include "IAgoraRtmService.h"
#include "fake_script.h"

namespace fakertm {

// Content is what a message says.
struct Content {
  agora::rtm::MESSAGE_TYPE type = agora::rtm::MESSAGE_TYPE_TEXT;
  std::string text;  // or the description of a raw message
  std::string raw;
  long long id = 0;
  long long ts = 0;
  bool offline = false;
};

// BasicMessage implements the part that all messages share.
template <typename Interface>
class BasicMessage : public Interface, public Object {
 public:
  // shown: the SDK owns it and shows it in a callback; otherwise the application owns it.
  BasicMessage(Script* script, Content content, bool shown)
      : Object(script, shown ? &Script::received : &Script::messages),
        content_(std::move(content)),
        shown_(shown) {}

  long long getMessageId() const override {
    Alive("IMessage::getMessageId");
    return content_.id;
  }
  agora::rtm::MESSAGE_TYPE getMessageType() const override {
    Alive("IMessage::getMessageType");
    return content_.type;
  }
  void setText(const char* text) override {
    Alive("IMessage::setText");
    if (text == nullptr) Die("IMessage::setText: null, which kills the real library");
    content_.text = text;
  }
  const char* getText() const override {
    Alive("IMessage::getText");
    return Null(FAKESDK_NULL_TEXT) ? nullptr : content_.text.c_str();
  }
  const char* getRawMessageData() const override {
    Alive("IMessage::getRawMessageData");
    return Null(FAKESDK_NULL_DATA) ? nullptr : content_.raw.data();
  }
  int getRawMessageLength() const override {
    Alive("IMessage::getRawMessageLength");
    return Null(FAKESDK_NEGATIVE_COUNT) ? -1 : static_cast<int>(content_.raw.size());
  }
  long long getServerReceivedTs() const override {
    Alive("IMessage::getServerReceivedTs");
    return content_.ts;
  }
  bool isOfflineMessage() const override {
    Alive("IMessage::isOfflineMessage");
    return content_.offline;
  }
  void release() override {
    if (shown_) Die("IMessage::release: a received message belongs to the SDK");
    End("IMessage::release");
  }

  // Ends the life of a message that is shown.
  void EndShow() { End("end of the callback"); }
  Content& content() { return content_; }

 protected:
  // Whether a received message has nothing there.
  bool Null(int bit) const { return shown_ && script()->nulls(bit); }
  Content content_;

 private:
  void End(const char* method) {
    MarkReleased(method);
    if (!script()->quiet()) content_ = Content();  // tombstones are small
    Retire(false);
  }

  const bool shown_;
};

// A text or raw message.
class FakeMessage final : public BasicMessage<agora::rtm::IMessage> {
 public:
  using BasicMessage::BasicMessage;
};

// What file and image messages share.
template <typename Interface, typename Length>
class MediaMessage : public BasicMessage<Interface> {
 public:
  MediaMessage(Script* script, Content content, std::string media_id)
      : BasicMessage<Interface>(script, std::move(content), false),
        media_id_(std::move(media_id)) {}

  long long getSize() const override {
    this->Alive("getSize");
    return 0;
  }
  const char* getMediaId() const override {
    this->Alive("getMediaId");
    return media_id_.c_str();
  }
  void setThumbnail(const uint8_t* data, Length length) override {
    this->Alive("setThumbnail");
    if (data == nullptr || length < 0) Die("setThumbnail: null data or negative length");
    thumbnail_.assign(reinterpret_cast<const char*>(data), static_cast<size_t>(length));
  }
  const char* getThumbnailData() const override {
    this->Alive("getThumbnailData");
    return thumbnail_.data();
  }
// The interface has the qualifier too, and the compiler says each time that it means nothing.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wignored-qualifiers"
  const long long getThumbnailLength() const override {
    this->Alive("getThumbnailLength");
    return static_cast<long long>(thumbnail_.size());
  }
#pragma GCC diagnostic pop
  void setFileName(const char* name) override {
    this->Alive("setFileName");
    if (name == nullptr) Die("setFileName: null");
    file_name_ = name;
  }
  const char* getFileName() const override {
    this->Alive("getFileName");
    return file_name_.c_str();
  }

 private:
  const std::string media_id_;
  std::string thumbnail_, file_name_;
};

class FakeFileMessage final : public MediaMessage<agora::rtm::IFileMessage, int> {
 public:
  using MediaMessage::MediaMessage;
};

class FakeImageMessage final : public MediaMessage<agora::rtm::IImageMessage, long long> {
 public:
  using MediaMessage::MediaMessage;

  void setWidth(int width) override { Set(&width_, width); }
  int getWidth() const override { return Get(width_); }
  void setHeight(int height) override { Set(&height_, height); }
  int getHeight() const override { return Get(height_); }
  void setThumbnailWidth(int width) override { Set(&thumbnail_width_, width); }
  int getThumbnailWidth() const override { return Get(thumbnail_width_); }
  void setThumbnailHeight(int height) override { Set(&thumbnail_height_, height); }
  int getThumbnailHeight() const override { return Get(thumbnail_height_); }

 private:
  void Set(int* field, int value) {
    Alive("IImageMessage setter");
    *field = value;
  }
  int Get(int field) const {
    Alive("IImageMessage getter");
    return field;
  }
  int width_ = 0, height_ = 0, thumbnail_width_ = 0, thumbnail_height_ = 0;
};

// Shown makes a message for the duration of a callback.
class ShownMessage {
 public:
  ShownMessage(Script* script, Content content)
      : message_(new FakeMessage(script, std::move(content), true)),
        null_(script->nulls(FAKESDK_NULL_OBJECT)) {}
  ~ShownMessage() { message_->EndShow(); }
  ShownMessage(const ShownMessage&) = delete;
  ShownMessage& operator=(const ShownMessage&) = delete;

  const agora::rtm::IMessage* get() const { return null_ ? nullptr : message_; }
  Content& content() { return message_->content(); }

 private:
  FakeMessage* const message_;  // owns itself, as all released objects do
  const bool null_;
};

}  // namespace fakertm

#endif  // FAKE_MESSAGE_H_
