// media.cc: scenarios of files and images.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "recorder.h"

namespace emutest {

namespace {

// A file that is removed at the end.
class TemporaryFile {
 public:
  TemporaryFile(const Context& c, const std::string& name, const std::string& content)
      : path_(std::filesystem::temp_directory_path() / ("emutest-" + c.app_id + "-" + name)) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  std::string path() const { return path_.string(); }
  std::string content() const {
    std::ifstream in(path_, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }

 private:
  const std::filesystem::path path_;
};

// The messages that a known media id makes, without any service behind them.
void mediaMessages(Context& c) {
  const Service service(rtm::createRtmService());
  c.log.line("no id: ", service->createFileMessageByMediaId(nullptr) == nullptr,
             service->createFileMessageByMediaId("") == nullptr,
             service->createImageMessageByMediaId(nullptr) == nullptr,
             service->createImageMessageByMediaId("") == nullptr);
  const FileMessage file(service->createFileMessageByMediaId("m"));
  const ImageMessage image(service->createImageMessageByMediaId("m"));
  const auto thumbnail = reinterpret_cast<const uint8_t*>("pic");
  c.log.line("file: ", describe(file.get()), " ", file->getMediaId());
  c.log.line("image: ", describe(image.get()), " ", image->getMediaId());
  file->setText("text");
  file->setFileName("a.txt");
  file->setThumbnail(thumbnail, 3);
  image->setFileName("a.png");
  image->setThumbnail(thumbnail, 2LL);
  image->setWidth(1);
  image->setHeight(2);
  image->setThumbnailWidth(3);
  image->setThumbnailHeight(4);
  c.log.line("file: ", describe(file.get()));
  c.log.line("image: ", describe(image.get()));
  file->setText(nullptr);
  file->setFileName(nullptr);
  file->setThumbnail(nullptr, 3);
  image->setThumbnail(thumbnail, -1LL);
  c.log.line("file: ", describe(file.get()));
  c.log.line("image: ", describe(image.get()));
}
const Register r1("media messages", mediaMessages);

void media(Context& c) {
  ServiceHandler alice_handler(c.log, "alice");
  ServiceHandler bob_handler(c.log, "bob");
  const Service alice = makeUser(c, &alice_handler, "alice");
  const Service bob = makeUser(c, &bob_handler, "bob");
  ChannelHandler alice_room(c.log, "alice room");
  ChannelHandler bob_room(c.log, "bob room");
  const Channel a = makeMember(c, *alice, "room", &alice_room, "alice room");
  const Channel b = makeMember(c, *bob, "room", &bob_room, "bob room");
  // The head of a PNG of 1 x 1 pixels, which is all that its size is taken from.
  const TemporaryFile png(c, "png",
                          std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\x06\0\0\0"
                                      "\x1f\x15\xc4\x89",
                                      33));
  const TemporaryFile text(c, "text", "hello");
  const TemporaryFile copy(c, "copy", "");
  long long id = 0;

  int code = alice->createFileMessageByUploading(text.path().c_str(), id);
  if (code != 0) c.log.line("FAILED: upload ", code);
  c.log.await("alice: onFileMediaUploadResult(type 3 '' size 5 name '' thumbnail '' id,0)");
  if (alice_handler.lastId("onFileMediaUploadResult") != id) c.log.line("FAILED: id");
  code = alice->createImageMessageByUploading(png.path().c_str(), id);
  if (code != 0) c.log.line("FAILED: upload ", code);
  c.log.await(
      "alice: onImageMediaUploadResult(type 4 '' size 33 name '' thumbnail '' id 1x1 0x0,0)");
  if (alice_handler.lastId("onImageMediaUploadResult") != id) c.log.line("FAILED: id");

  const FileMessage file = std::move(alice_handler.file);
  const ImageMessage image = std::move(alice_handler.image);
  file->setText("read");
  file->setFileName("a.txt");
  file->setThumbnail(reinterpret_cast<const uint8_t*>("pic"), 3);
  image->setThumbnail(reinterpret_cast<const uint8_t*>("pic"), 3LL);
  image->setWidth(10);
  image->setHeight(20);
  image->setThumbnailWidth(3);
  image->setThumbnailHeight(4);
  const std::string as_file = "alice,type 3 'read' ts size 5 name 'a.txt' thumbnail 'pic' id";
  const std::string as_image = "alice,type 4 '' ts size 33 name '' thumbnail 'pic' id 10x20 3x4";
  c.log.line("sent: ", alice->sendMessageToPeer("bob", file.get()),
             alice->sendMessageToPeer("bob", image.get()), a->sendMessage(file.get()),
             a->sendMessage(image.get()));
  c.log.await("bob: onFileMessageReceivedFromPeer(" + as_file + ")");
  c.log.await("bob: onImageMessageReceivedFromPeer(" + as_image + ")");
  c.log.await("bob room: onFileMessageReceived(" + as_file + ")");
  c.log.await("bob room: onImageMessageReceived(" + as_image + ")");
  const std::string large(32 * 1024, 'x');
  file->setThumbnail(reinterpret_cast<const uint8_t*>(large.data()), 32 * 1024);
  c.log.line("too large: ", alice->sendMessageToPeer("bob", file.get()), " ",
             a->sendMessage(file.get()));

  code = bob->downloadMediaToMemory(file->getMediaId(), id);
  if (code != 0) c.log.line("FAILED: download ", code);
  c.log.await("bob: onMediaDownloadToMemoryResult('hello',5,0)");
  if (bob_handler.lastId("onMediaDownloadToMemoryResult") != id) c.log.line("FAILED: id");
  code = bob->downloadMediaToFile(file->getMediaId(), copy.path().c_str(), id);
  if (code != 0) c.log.line("FAILED: download ", code);
  c.log.await("bob: onMediaDownloadToFileResult(0)");
  if (bob_handler.lastId("onMediaDownloadToFileResult") != id) c.log.line("FAILED: id");
  c.log.line("copy: ", copy.content());
  code = bob->downloadMediaToMemory("unknown", id);
  c.log.line("unknown: ", code);
  if (code == 0) c.log.await("bob: onMediaDownloadToMemoryResult(null,0,4)");
}
const Register r2("media", media);

// The test has stalled the transfers of alice: one is canceled, which ends without a message.
void cancelMedia(Context& c) {
  ServiceHandler handler(c.log, "alice");
  const Service alice = makeUser(c, &handler, "alice");
  const TemporaryFile text(c, "stalled", "hello");
  long long id = 0;
  const int code = alice->createFileMessageByUploading(text.path().c_str(), id);
  if (code != 0) c.log.line("FAILED: upload ", code);
  c.log.line("wrong direction: ", alice->cancelMediaDownload(id));
  c.log.line("unknown: ", alice->cancelMediaUpload(id + 1000000));
  c.log.line("cancel: ", alice->cancelMediaUpload(id));
  c.log.await("alice: onFileMediaUploadResult(null,6)");
  if (handler.lastId("onMediaCancelResult") != id) c.log.line("FAILED: id of the cancel");
  if (handler.lastId("onFileMediaUploadResult") != id) c.log.line("FAILED: id of the upload");
  c.log.line("again: ", alice->cancelMediaUpload(id));
}
const Register r3("cancel media", cancelMedia);

// The test has made the transfers last n bytes a second of 2n.
void progress(Context& c) {
  ServiceHandler handler(c.log, "alice");
  const Service alice = makeUser(c, &handler, "alice");
  const std::string size = std::to_string(2 * c.n);
  const TemporaryFile text(c, "slow", std::string(static_cast<size_t>(2 * c.n), 'x'));
  const TemporaryFile copy(c, "slow-copy", "");
  long long up = 0;
  long long down = 0;
  if (alice->createFileMessageByUploading(text.path().c_str(), up) != 0) {
    c.log.line("FAILED: upload");
  }
  c.log.await("alice: onMediaUploadingProgress(of " + size + ")");
  if (handler.lastId("onMediaUploadingProgress") != up) c.log.line("FAILED: id");
  c.log.await("alice: onFileMediaUploadResult(type 3 '' size " + size +
              " name '' thumbnail '' id,0)");
  if (alice->downloadMediaToFile(handler.file->getMediaId(), copy.path().c_str(), down) != 0) {
    c.log.line("FAILED: download");
  }
  c.log.await("alice: onMediaDownloadingProgress(of " + size + ")");
  if (handler.lastId("onMediaDownloadingProgress") != down) c.log.line("FAILED: id");
  c.log.await("alice: onMediaDownloadToFileResult(0)");
}
const Register r4("media progress", progress);

}  // namespace

}  // namespace emutest
