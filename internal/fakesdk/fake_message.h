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

// Life of a message: who owns it.
enum class Life {
  kOwn,       // made by the application
  kUploaded,  // the application's too, but the SDK shows it first
  kShown      // the SDK's, for the duration of a callback
};

// What file and image messages share.
template <typename Interface, typename Length>
class MediaMessage : public BasicMessage<Interface> {
 public:
  MediaMessage(Script* script, Content content, Media media, Life life)
      : BasicMessage<Interface>(script, std::move(content), life == Life::kShown),
        media_(std::move(media)),
        nullable_(life != Life::kOwn) {}

  long long getSize() const override {
    this->Alive("getSize");
    return media_.size;
  }
  const char* getMediaId() const override {
    this->Alive("getMediaId");
    return NullHere(FAKESDK_NULL_ID) ? nullptr : media_.id.c_str();
  }
  void setThumbnail(const uint8_t* data, Length length) override {
    this->Alive("setThumbnail");
    if (data == nullptr || length < 0) Die("setThumbnail: null data or negative length");
    media_.thumbnail.assign(reinterpret_cast<const char*>(data), static_cast<size_t>(length));
  }
  const char* getThumbnailData() const override {
    this->Alive("getThumbnailData");
    return NullHere(FAKESDK_NULL_DATA) ? nullptr : media_.thumbnail.data();
  }
// The interface has the qualifier too, and the compiler says each time that it means nothing.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wignored-qualifiers"
  const long long getThumbnailLength() const override {
    this->Alive("getThumbnailLength");
    if (NullHere(FAKESDK_NEGATIVE_COUNT)) return -1;
    return static_cast<long long>(media_.thumbnail.size());
  }
#pragma GCC diagnostic pop
  void setFileName(const char* name) override {
    this->Alive("setFileName");
    if (name == nullptr) Die("setFileName: null");
    media_.file_name = name;
  }
  const char* getFileName() const override {
    this->Alive("getFileName");
    return NullHere(FAKESDK_NULL_TEXT) ? nullptr : media_.file_name.c_str();
  }

 protected:
  Media media_;

 private:
  bool NullHere(int bit) const { return nullable_ && this->script()->nulls(bit); }
  const bool nullable_;
};

class FakeFileMessage final : public MediaMessage<agora::rtm::IFileMessage, int> {
 public:
  using MediaMessage::MediaMessage;
};

class FakeImageMessage final : public MediaMessage<agora::rtm::IImageMessage, long long> {
 public:
  using MediaMessage::MediaMessage;

  void setWidth(int width) override { Set(&media_.width, width); }
  int getWidth() const override { return Get(media_.width); }
  void setHeight(int height) override { Set(&media_.height, height); }
  int getHeight() const override { return Get(media_.height); }
  void setThumbnailWidth(int width) override { Set(&media_.thumbnail_width, width); }
  int getThumbnailWidth() const override { return Get(media_.thumbnail_width); }
  void setThumbnailHeight(int height) override { Set(&media_.thumbnail_height, height); }
  int getThumbnailHeight() const override { return Get(media_.thumbnail_height); }

 private:
  void Set(int* field, int value) {
    Alive("IImageMessage setter");
    *field = value;
  }
  int Get(int field) const {
    Alive("IImageMessage getter");
    return field;
  }
};

// Shown keeps a message for the duration of a callback.
template <typename Message>
class Shown {
 public:
  template <typename... More>
  Shown(Script* script, Content content, const More&... more)
      : message_(new Message(script, std::move(content), more...)),
        null_(script->nulls(FAKESDK_NULL_OBJECT)) {}
  ~Shown() { message_->EndShow(); }
  Shown(const Shown&) = delete;
  Shown& operator=(const Shown&) = delete;

  const Message* get() const { return null_ ? nullptr : message_; }
  Content& content() { return message_->content(); }

 private:
  Message* const message_;  // owns itself, as all released objects do
  const bool null_;
};

// ShownMessage makes a text or raw message for the duration of a callback.
class ShownMessage : public Shown<FakeMessage> {
 public:
  ShownMessage(Script* script, Content content) : Shown(script, std::move(content), true) {}
};

}  // namespace fakertm

#endif  // FAKE_MESSAGE_H_
