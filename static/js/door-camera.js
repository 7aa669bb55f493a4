// Codes by camera: the browser's own reader where it has one, else jsQR, which comes only when it is asked for.
const EVERY = 150; // ms between two looks
const SAME = 3000; // ms that a code must be out of sight to be scanned again
const WIDE = 640; // px that are looked at

function load(address) {
  return new Promise((loaded, failed) => {
    document.head.append(Object.assign(document.createElement("script"), { src: address, onload: loaded, onerror: failed }));
  });
}

async function readerOf(decoder) {
  const formats = (await window.BarcodeDetector?.getSupportedFormats().catch(() => [])) || [];
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (canvas) => (await detector.detect(canvas))[0]?.rawValue;
  }
  await (window.jsQR || load(decoder));
  return async (canvas, context) => {
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data;
  };
}

// Shows what the camera sees and calls ``found`` with each code, until the page is left or the picture taken off it.
async function watch(video, decoder, found) {
  const [stream, read] = await Promise.all([
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }),
    readerOf(decoder),
  ]);
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  let last = { code: "", at: 0 };
  for (;;) {
    await new Promise((next) => setTimeout(next, EVERY));
    if (!video.isConnected) return stream.getTracks().forEach((track) => track.stop());
    if (document.hidden || !video.videoWidth) continue;
    const share = Math.min(1, WIDE / video.videoWidth);
    [canvas.width, canvas.height] = [video.videoWidth * share, video.videoHeight * share];
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const code = await read(canvas, context);
    if (!code) continue;
    const again = code === last.code && Date.now() - last.at < SAME;
    if (!again) await found(code);
    last = { code, at: Date.now() };
  }
}
