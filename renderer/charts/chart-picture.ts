import { drawChart, plotOf, type ChartStyle, type Scene } from './draw-chart';

/** Words of the heading over an exported chart. */
export interface HeadingPart {
  text: string;
  /** The token of their colour. */
  colour: string;
  /** Draws a piece of such a line before the words. */
  dash?: readonly number[];
}

/** Canvas pixels for each CSS pixel. */
export const pictureDensity = 2;
/** Room for the heading, CSS pixels. */
const top = 30;

/** The chart as a PNG file of twice its size on the page, under a heading. */
export async function chartPicture(
  scene: Scene,
  style: ChartStyle,
  heading: readonly HeadingPart[],
): Promise<Uint8Array> {
  const sheet = document.createElement('canvas');
  const body = document.createElement('canvas');
  sheet.width = body.width = scene.width * pictureDensity;
  body.height = scene.height * pictureDensity;
  sheet.height = (scene.height + top) * pictureDensity;
  const [onto, within] = [sheet.getContext('2d'), body.getContext('2d')];
  if (!onto || !within) throw new Error('there is no canvas to draw on');
  drawChart(within, scene, style, pictureDensity);
  onto.fillStyle = style.colour('--page');
  onto.fillRect(0, 0, sheet.width, sheet.height);
  onto.drawImage(body, 0, top * pictureDensity);
  onto.scale(pictureDensity, pictureDensity);
  drawHeading(onto, heading, style, plotOf(scene).left);
  const blob = await new Promise<Blob | null>((give) => sheet.toBlob(give, 'image/png'));
  if (!blob) throw new Error('the picture could not be made');
  return new Uint8Array(await blob.arrayBuffer());
}

function drawHeading(
  context: CanvasRenderingContext2D,
  heading: readonly HeadingPart[],
  style: ChartStyle,
  left: number,
): void {
  context.font = `12px ${style.font}`;
  for (const { text, colour, dash } of heading) {
    context.fillStyle = context.strokeStyle = style.colour(colour);
    if (dash) {
      context.lineWidth = 2;
      context.setLineDash([...dash]);
      context.beginPath();
      context.moveTo(left, 16);
      context.lineTo(left + 32, 16);
      context.stroke();
      left += 38;
    }
    context.fillText(text, left, 20);
    left += context.measureText(text).width + 20;
  }
}
